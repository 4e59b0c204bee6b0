//! `job`, and what cron jobs have in common with it.

use wharf_model::Job;

use super::mounts::flat;
use super::{patch, workload};
use crate::checker::Checker;
use crate::errors::workloads;
use crate::matching::{Body, Matched};
use crate::vocabulary::BlockKind;

pub(super) fn job<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Job> {
    template(c, m, BlockKind::Job, "job", "a hash of the content is appended to a Job's name").map(|(job, _)| job)
}

/// What is run, and the rest of the block it is said in. Names of at most 52 characters leave room for what
/// `why` says.
pub(super) fn template<'t>(
    c: &mut Checker<'t>,
    m: &Matched<'t>,
    kind: BlockKind,
    what: &str,
    why: &'static str,
) -> Option<(Job, Body<'t>)> {
    let name = c.declared_name(m, 52, why);
    let span = m.slot("name").map_or(m.head(), |(_, e)| e.span);
    let owner = format!("{what} `{}`", name.as_ref().map_or("?", |n| n.as_str()));
    let body = c.body(kind, m);
    let pod = workload::pod(c, &body, &owner, span, &[]);
    let retries = flat(body.one("retries").and_then(|m| m.slot("retries")).map(|s| c.int_within(s, 0, 1000)));
    let timeout = workload::positive(c, body.one("timeout"), "timeout");
    let ttl = workload::positive(c, body.one("ttl"), "ttl");
    let said = body.one("completions");
    let completions = flat(said.and_then(|m| m.slot("completions")).map(|s| c.int_within(s, 1, 10_000)));
    let parallel = flat(said.and_then(|m| m.label("parallel")).map(|s| c.int_within(s, 1, 10_000)));
    let patches = patch::patches(c, &body, false);
    let (completions, parallel) = (completions?, parallel?);
    if let (Some(all), Some(at_once)) = (&completions, &parallel)
        && at_once.value > all.value
    {
        let span = c.origins.span(at_once.origin);
        return c.fail(workloads::more_parallel_than_completions(at_once.value, all.value, span));
    }
    let retries = retries?.unwrap_or_else(|| c.default_at(6, "six retries where nothing is said", span));
    let job = Job {
        name: name?,
        doc: m.doc(),
        pod: pod?,
        retries,
        timeout: timeout?,
        ttl: ttl?,
        completions,
        parallel,
        patches: patches?,
    };
    Some((job, body))
}
