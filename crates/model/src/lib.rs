//! A complete typed project that knows no target.
//!
//! An [`App`] exists only where the checker found no error, so a target never meets a hole: every
//! reference resolves, every range is in order, every name is legal for every target, every
//! default that does not depend on the target is filled in. One file for each kind; value types
//! (`Bytes`, `Cpu`, `Port`, `Name` …) that cannot hold a bad value.
//!
//! Leaves that a target writes out carry the [`Origin`] they came from: [`At<T>`].
//!
//! This room deliberately knows no syntax, no target and no file system.

mod account;
mod app;
mod config;
mod container;
mod cron;
mod external;
mod image;
mod job;
mod network;
mod origin;
mod patch;
mod placement;
mod pod;
mod probe;
mod pull;
mod rollout;
mod route;
mod scale;
mod schedule;
mod secrets;
mod security;
mod service;
mod text;
mod units;
mod values;
mod volume;

pub use account::{Account, AccountRule};
pub use app::{App, Kind, Setting, Target, Targets};
pub use config::{Config, FileTree};
pub use container::{
    Container, EnvSource, EnvVar, FileMode, ImageRef, Mount, MountKind, Requests, Resources, SecretFiles, UserGroup,
};
pub use cron::{Concurrency, Cron};
pub use external::{Address, External};
pub use image::{
    Add, BuildFrom, BuildImage, BuildMount, BuildMountKind, CopyFrom, CopyOptions, ExistingDockerfile, Healthcheck,
    Image, ImageSource, RunCommand, Stage, Step, StepKind, UserSpec,
};
pub use job::Job;
pub use network::{Link, NetworkMode, Peer, Permit, PermitAt};
pub use origin::{At, Origin, OriginId, Origins, Via};
pub use patch::{Change, Fields, KubernetesVersion, Node, ObjectPatch, Patch, Patches, Resource};
pub use placement::{Arch, Placement, TaintEffect, Toleration};
pub use pod::{Helper, Need, NeedUntil, Pod, Role, Stop};
pub use probe::{HttpTool, Probe, ProbeAction, Probes, Timing};
pub use pull::PullSecret;
pub use rollout::{Budget, Rollout, Share, Spread, SpreadOver, Way};
pub use route::{Action, Backend, Forward, HeaderChange, PathMatch, Redirect, Route, RouteRule, Routing, Tls, When};
pub use scale::{Autoscale, Follow, Metric, Pace, Replicas};
pub use schedule::Schedule;
pub use secrets::{Kept, SealScope, Secret, SecretGroup, SecretOrigin};
pub use security::{Rights, SecurityLevel};
pub use service::{Controller, Expose, ExposeAs, Port, Protocol, PublishAddress, Service, Stateful};
pub use text::{Part, PodFact, PortRef, SecretRef, Text};
pub use units::{Bytes, Cpu, Duration, Percent};
pub use values::{AbsolutePath, EnvName, HostName, ImageReference, InvalidValue, Name, PortNumber, RelativePath};
pub use volume::{Access, Volume};
