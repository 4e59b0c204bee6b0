//! Cron jobs: jobs that are started again and again, at times.

use crate::{At, Duration, Job, Schedule};

/// `cron NAME "SCHEDULE" { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Cron {
    /// What is run each time. Its name, of at most 52 characters, is the cron job's.
    pub job: Job,
    /// When.
    pub schedule: At<Schedule>,
    /// The time zone of the schedule, by its name in the IANA database; `Etc/UTC` where nothing is said.
    pub timezone: At<String>,
    /// What happens where the last run has not ended yet.
    pub concurrency: At<Concurrency>,
    /// How many runs that ended well are kept; 3 (Kubernetes' own) where nothing is said.
    pub history: At<u32>,
    /// How many runs that failed are kept; 1 (Kubernetes' own) where nothing is said.
    pub failed_history: At<u32>,
    /// How late a run may still start.
    pub deadline: Option<At<Duration>>,
    /// Whether no run starts for now.
    pub suspended: Option<At<()>>,
}

/// What happens where the last run of a cron job has not ended yet when the next is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concurrency {
    /// The next does not start. The default: few programs are made to run twice at once.
    Forbid,
    /// Both run.
    Allow,
    /// The last is ended.
    Replace,
}
