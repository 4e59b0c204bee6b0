//! `cron`.

use wharf_diagnostics::closest;
use wharf_model::{At, Concurrency, Cron, Schedule};

use super::mounts::flat;
use super::{job, workload};
use crate::checker::Checker;
use crate::errors::{values, workloads};
use crate::matching::{Filled, Matched};
use crate::vocabulary::BlockKind;

/// The names of the IANA database, one a line. The API server looks a zone up in it.
static TIMEZONES: &str = include_str!("../timezones.txt");

pub(super) fn cron<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Cron> {
    let span = m.slot("name").map_or(m.head(), |(_, e)| e.span);
    let schedule = m.slot("schedule").and_then(|s| schedule(c, s));
    let why = "a time is appended to the name of each of its jobs";
    let (job, body) = job::template(c, m, BlockKind::Cron, "cron job", why)?;
    let timezone = flat(body.one("timezone").and_then(|m| m.slot("timezone")).map(|s| timezone(c, s)));
    let concurrency = flat(body.one("concurrency").and_then(|m| m.slot("concurrency")).map(|s| c.choice(s)));
    let kept = body.one("history");
    let history = flat(kept.and_then(|m| m.slot("history")).map(|s| c.int_within(s, 0, 1000)));
    let failed = flat(kept.and_then(|m| m.label("failed")).map(|s| c.int_within(s, 0, 1000)));
    let deadline = workload::positive(c, body.one("deadline"), "deadline");
    let suspended = body.one("suspended").map(|m| c.at((), m.head()));
    let concurrency = concurrency?.map(|word| {
        word.map(|word| match word {
            "allow" => Concurrency::Allow,
            "replace" => Concurrency::Replace,
            _ => Concurrency::Forbid,
        })
    });
    let utc = || String::from("Etc/UTC");
    Some(Cron {
        job,
        schedule: schedule?,
        timezone: timezone?.unwrap_or_else(|| c.default_at(utc(), "schedules are in UTC where nothing is said", span)),
        concurrency: concurrency
            .unwrap_or_else(|| c.default_at(Concurrency::Forbid, "one run at a time where nothing is said", span)),
        history: history?.unwrap_or_else(|| c.default_at(3, "three good runs are kept where nothing is said", span)),
        failed_history: failed?
            .unwrap_or_else(|| c.default_at(1, "one failed run is kept where nothing is said", span)),
        deadline: deadline?,
        suspended,
    })
}

pub(super) fn schedule<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<At<Schedule>> {
    let text = c.string(slot)?;
    match Schedule::new(&text.value) {
        Ok(schedule) => Some(text.map(|_| schedule)),
        Err(why) => {
            let span = c.origins.span(text.origin);
            c.fail(values::bad_text("the schedule", &why, span, true))
        }
    }
}

pub(super) fn timezone<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<At<String>> {
    let text = c.string(slot)?;
    if TIMEZONES.lines().any(|known| known == text.value) {
        return Some(text);
    }
    let span = c.origins.span(text.origin);
    c.fail(workloads::unknown_timezone(&text.value, closest(&text.value, TIMEZONES.lines()), span))
}
