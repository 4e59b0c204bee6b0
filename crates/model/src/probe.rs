//! Probes: how it is known that a service has started, is ready, is alive.

use crate::{At, Duration, Name, Text};

/// The probes of a service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Probes {
    /// `startup`: the others wait for it.
    pub startup: Option<Probe>,
    /// `ready`: requests are sent to it only while this succeeds.
    pub ready: Option<Probe>,
    /// `live`: it is restarted when this fails.
    pub live: Option<Probe>,
}

/// One probe.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// What is asked.
    pub action: At<ProbeAction>,
    /// When.
    pub timing: Timing,
}

/// What a probe asks.
#[derive(Clone, Debug, PartialEq)]
pub enum ProbeAction {
    /// An HTTP request that must answer 200 to 399.
    Http {
        /// The path, with its query.
        path: String,
        /// The port, of the same service.
        port: Name,
        /// Extra headers, sorted by name. No secrets: they would be plain text in a manifest.
        headers: Vec<(At<String>, At<String>)>,
        /// The tool inside the image that Compose calls, where the source says one.
        tool: Option<HttpTool>,
    },
    /// A TCP connection.
    Tcp {
        /// The port, of the same service.
        port: Name,
    },
    /// The standard gRPC health service.
    Grpc {
        /// The port, of the same service.
        port: Name,
        /// The name of the gRPC service to ask for.
        service: Option<String>,
    },
    /// A command in the container; 0 is success. No shell.
    Exec(Vec<At<Text>>),
    /// A line for `sh -c` in the container.
    Shell(At<Text>),
}

/// A tool that an image may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpTool {
    /// `curl`
    Curl,
    /// `wget`
    Wget,
}

/// When a probe asks. All are filled in: every 10 s, at most 1 s each, three failures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// From one question to the next.
    pub every: At<Duration>,
    /// How long an answer may take.
    pub timeout: At<Duration>,
    /// How many failures in a row count.
    pub failures: At<u32>,
    /// How long after the start failures do not count. A startup probe on Kubernetes,
    /// `start_period` on Compose.
    pub grace: Option<At<Duration>>,
}
