//! Matched statements to the model: one file for each kind.
//!
//! A builder gives `None` where something it cannot do without is wrong; what is wrong has been
//! reported by then. It goes on with the rest first, so that one run reports everything.

mod account;
mod app;
mod canary;
mod config;
mod cron;
mod env;
mod expose;
mod external;
mod fields;
mod helper;
mod image;
mod job;
mod mounts;
mod network;
mod patch;
mod placement;
mod probe;
mod route;
mod rule;
mod scale;
mod secrets;
mod security;
mod service;
mod steps;
mod wait;
mod workload;

pub(crate) use app::app;
