//! `job-NAME.yaml`: a Job.

use k8s_openapi::api::batch::v1::{Job as Object, JobSpec};
use wharf_model::{Job, OriginId};

use super::context::Context;
use super::manifest::Manifest;
use super::process::Process;
use super::{patches, pod, service};
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
    let content = manifest.text(cx, &object(cx, &process, job, job.name.as_str(), ()));
    let name = format!("{}-{}", job.name.value, hash::of(&content));
    manifest.add(cx, job.name.origin, |at| object(cx, &process, job, &name, at));
    manifest.finish()
}

fn object<C: Cursor<OriginId>>(cx: &Context<'_>, process: &Process<'_>, job: &Job, name: &str, at: C) -> Object {
    let spec = at.key("spec");
    spec.key("backoffLimit").set(job.retries.origin);
    if let Some(timeout) = &job.timeout {
        spec.key("activeDeadlineSeconds").set(timeout.origin);
    }
    Object {
        metadata: process.identity.object(cx, name, at.key("metadata")),
        spec: Some(JobSpec {
            active_deadline_seconds: job.timeout.as_ref().map(|t| i64::try_from(t.whole_seconds()).unwrap_or(i64::MAX)),
            backoff_limit: Some(i32::try_from(job.retries.value).unwrap_or(i32::MAX)),
            // `Never`: each try is a pod of its own, whose log stays to be read. With `OnFailure`
            // the last pod goes, and its log with it, when the tries are used up.
            template: pod::template(cx, process, Some("Never"), spec.key("template")),
            // No `ttlSecondsAfterFinished`: once it is gone, the next `apply` would run it again.
            ..JobSpec::default()
        }),
        ..Object::default()
    }
}
