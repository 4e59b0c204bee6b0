//! Services that live elsewhere.

use std::fmt;
use std::net::Ipv4Addr;

use crate::{At, HostName, Name, Port};

/// `service NAME external ADDRESS { port … }`: it is there already, and nothing is written for it. A reference to it
/// is its address as the source says it, in every target: a certificate is for that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// What the app calls it.
    pub name: At<Name>,
    /// Its documentation.
    pub doc: Option<String>,
    /// Where it is.
    pub address: At<Address>,
    /// Its ports, in the order of their numbers; at least one. They have neither a number of their Service nor one
    /// of the developer's machine.
    pub ports: Vec<Port>,
}

/// Where something is that is not of the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A host; it has no `*`.
    Host(HostName),
    /// An address that others can reach.
    Ip(Ipv4Addr),
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(host) => host.fmt(f),
            Self::Ip(ip) => ip.fmt(f),
        }
    }
}
