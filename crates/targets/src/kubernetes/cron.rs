//! `cron-NAME.yaml`: a CronJob.

use std::collections::BTreeMap;

use k8s_openapi::api::batch::v1::{CronJob, CronJobSpec, JobTemplateSpec};
use wharf_model::{Concurrency, Cron, OriginId};

use super::context::Context;
use super::manifest::Manifest;
use super::process::Process;
use super::{account, job, patches, service};
use crate::File;
use crate::yaml::{Cursor, Record};

/// The file of a cron job.
pub(super) fn file<R: Record<OriginId> + 'static>(cx: &Context<'_>, cron: &Cron) -> File {
    let process = Process::cron(&cron.job);
    let name = &cron.job.name;
    let mut manifest = Manifest::<R>::new(&format!("cron-{}", name.value), name.origin)
        .patched(patches::cron(cron), &cron.job.patches.kubernetes);
    service::check_length(cx, name, "a cron job");
    service::report_common(cx, &process);
    service::bundles(cx, &mut manifest, &process);
    account::add(cx, &mut manifest, &process);
    manifest.add(cx, name.origin, |at| object(cx, &process, cron, at));
    manifest.finish()
}

/// All defaults are written: the controller's own time zone would be that of its machine.
fn object<C: Cursor<OriginId>>(cx: &Context<'_>, process: &Process<'_>, cron: &Cron, at: C) -> CronJob {
    let spec = at.key("spec");
    let mark = |key: &str, origin: OriginId| {
        spec.key(key).set(origin);
    };
    mark("schedule", cron.schedule.origin);
    mark("timeZone", cron.timezone.origin);
    mark("concurrencyPolicy", cron.concurrency.origin);
    mark("successfulJobsHistoryLimit", cron.history.origin);
    mark("failedJobsHistoryLimit", cron.failed_history.origin);
    let deadline = cron.deadline.as_ref().inspect(|d| mark("startingDeadlineSeconds", d.origin));
    let suspended = cron.suspended.as_ref().inspect(|s| mark("suspend", s.origin));
    let count = |n: u32| Some(i32::try_from(n).unwrap_or(i32::MAX));
    let template = spec.key("jobTemplate");
    CronJob {
        metadata: process.identity.object(cx, cron.job.name.as_str(), at.key("metadata")),
        spec: CronJobSpec {
            concurrency_policy: Some(
                match cron.concurrency.value {
                    Concurrency::Forbid => "Forbid",
                    Concurrency::Allow => "Allow",
                    Concurrency::Replace => "Replace",
                }
                .into(),
            ),
            failed_jobs_history_limit: count(cron.failed_history.value),
            job_template: JobTemplateSpec {
                metadata: Some(process.identity.bare().describe(cx, BTreeMap::new(), template.key("metadata"))),
                spec: Some(job::spec(cx, process, &cron.job, template.key("spec"))),
            },
            schedule: cron.schedule.to_string(),
            starting_deadline_seconds: deadline.map(|d| i64::try_from(d.whole_seconds()).unwrap_or(i64::MAX)),
            successful_jobs_history_limit: count(cron.history.value),
            suspend: suspended.map(|_| true),
            time_zone: Some(cron.timezone.value.clone()),
        },
        ..CronJob::default()
    }
}
