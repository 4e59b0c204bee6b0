//! `job-NAME.yaml`: a Job.

use k8s_openapi::api::batch::v1::{Job as Object, JobSpec};
use wharf_model::{Job, OriginId};

use super::context::Context;
use super::manifest::Manifest;
use super::process::Process;
use super::{account, errors, patches, pod, service};
use crate::File;
use crate::shared::hash;
use crate::yaml::{Cursor, Record};

/// The file of a job. A Job's template is immutable, so a hash of all of it is in its name: what
/// changed is another Job, and what did not is not run again.
pub(super) fn file<R: Record<OriginId> + 'static>(cx: &Context<'_>, job: &Job) -> File {
    let process = Process::job(job);
    let mut manifest = Manifest::<R>::new(&format!("job-{}", job.name.value), job.name.origin)
        .patched(patches::job(job), &job.patches.kubernetes);
    service::check_length(cx, &job.name, "a job");
    service::report_common(cx, &process);
    service::bundles(cx, &mut manifest, &process);
    account::add(cx, &mut manifest, &process);
    if let Some(ttl) = &job.ttl {
        cx.report(errors::runs_again(cx.app.span(ttl), &job.name));
    }
    let content = manifest.text(cx, &object(cx, &process, job, job.name.as_str(), ()));
    let name = format!("{}-{}", job.name.value, hash::of(&content));
    manifest.add(cx, job.name.origin, |at| object(cx, &process, job, &name, at));
    manifest.finish()
}

fn object<C: Cursor<OriginId>>(cx: &Context<'_>, process: &Process<'_>, job: &Job, name: &str, at: C) -> Object {
    Object {
        metadata: process.identity.object(cx, name, at.key("metadata")),
        spec: Some(spec(cx, process, job, at.key("spec"))),
        ..Object::default()
    }
}

/// What a Job does, of its own or of a cron job. Without a `ttl` none is written: once a Job is gone, the
/// next `apply` would run it again.
pub(super) fn spec<C: Cursor<OriginId>>(cx: &Context<'_>, process: &Process<'_>, job: &Job, at: C) -> JobSpec {
    at.key("backoffLimit").set(job.retries.origin);
    let seconds = |key: &str, time: &wharf_model::At<wharf_model::Duration>| {
        at.key(key).set(time.origin);
        time.whole_seconds()
    };
    let number = |key: &str, n: &wharf_model::At<u32>| {
        at.key(key).set(n.origin);
        i32::try_from(n.value).unwrap_or(i32::MAX)
    };
    let timeout = job.timeout.as_ref().map(|t| seconds("activeDeadlineSeconds", t));
    let ttl = job.ttl.as_ref().map(|t| seconds("ttlSecondsAfterFinished", t));
    JobSpec {
        active_deadline_seconds: timeout.map(|t| i64::try_from(t).unwrap_or(i64::MAX)),
        backoff_limit: Some(i32::try_from(job.retries.value).unwrap_or(i32::MAX)),
        completions: job.completions.as_ref().map(|n| number("completions", n)),
        parallelism: job.parallel.as_ref().map(|n| number("parallelism", n)),
        // `Never`: each try is a pod of its own, whose log stays to be read. With `OnFailure`
        // the last pod goes, and its log with it, when the tries are used up.
        template: pod::template(cx, process, Some("Never"), at.key("template")),
        ttl_seconds_after_finished: ttl.map(|t| i32::try_from(t).unwrap_or(i32::MAX)),
        ..JobSpec::default()
    }
}
