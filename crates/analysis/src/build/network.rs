//! `network` and `permit`.

use wharf_diagnostics::Span;
use wharf_model::{At, Name, NetworkMode, Peer, Permit, PermitAt, Port, PortNumber, Protocol};

use super::mounts::flat;
use crate::checker::Checker;
use crate::errors::{names, network as errors, values};
use crate::matching::{Body, Matched};

const LABEL: &str = "a namespace's or an app's name is a DNS label";

/// Whether the network of the app is isolated. `span` is the app's name.
pub(super) fn mode<'t>(c: &mut Checker<'t>, body: &Body<'t>, span: Span) -> Option<At<NetworkMode>> {
    let Some(m) = body.one("network") else {
        return Some(c.default_at(NetworkMode::Open, "everybody may talk where nothing is said", span));
    };
    let word = c.choice(m.slot("mode")?)?;
    Some(word.map(|w| if w == "isolated" { NetworkMode::Isolated } else { NetworkMode::Open }))
}

/// What a pod permits. `ports` are its own.
pub(super) fn permits<'t>(c: &mut Checker<'t>, body: &Body<'t>, ports: &[Port]) -> Option<Vec<Permit>> {
    let all: Vec<Option<Permit>> = body.all("permit").map(|m| permit(c, m, ports)).collect();
    all.into_iter().collect()
}

/// The networks of Docker that a pod joins.
pub(super) fn joins<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Option<Vec<At<String>>> {
    // What Docker takes for a name (`restrictedNamePattern` of moby).
    let good = |name: &str| {
        name.starts_with(|ch: char| ch.is_ascii_alphanumeric())
            && name.chars().all(|ch| ch.is_ascii_alphanumeric() || "_.-".contains(ch))
    };
    let join = |m: &Matched<'t>| {
        let name = c.string(m.slot("network")?)?;
        let span = c.origins.span(name.origin);
        match name.value.as_str() {
            "host" | "none" | "bridge" => c.fail(errors::own_network_of_docker(&name.value, span)),
            text if good(text) => Some(name),
            _ => c.fail(errors::bad_network("letters, digits, `_`, `.` and `-`; the first is a letter or digit", span)),
        }
    };
    let all: Vec<Option<At<String>>> = body.all("join").map(join).collect();
    let mut all: Vec<At<String>> = all.into_iter().collect::<Option<_>>()?;
    all.sort_by(|a, b| a.value.cmp(&b.value));
    Some(all)
}

fn permit<'t>(c: &mut Checker<'t>, m: &Matched<'t>, ports: &[Port]) -> Option<Permit> {
    let whom = c.choice(m.slot("peer")?)?;
    let peer = peer(c, m, &whom)?;
    let except = except(c, m, &whom, &peer)?;
    let at = if m.selector() == Some("from") {
        PermitAt::From(flat(m.label("on").map(|slot| own_port(c, slot, ports)))?)
    } else {
        let udp = m.flag("udp").is_some();
        let port = m.label("port").map(|slot| {
            let n = c.int(slot)?;
            match PortNumber::new(n.value) {
                Ok(number) => Some(At::new(number, n.origin)),
                Err(_) => {
                    let span = c.origins.span(n.origin);
                    c.fail(values::out_of_bounds("a port", "from 1 to 65535", &n.value.to_string(), span))
                }
            }
        });
        let port = flat(port)?;
        let protocol = if udp { Some(Protocol::Udp) } else { port.is_some().then_some(Protocol::Tcp) };
        PermitAt::To { port, protocol }
    };
    Some(Permit { peer: At::new(peer, whom.origin), except, at })
}

fn peer<'t>(c: &mut Checker<'t>, m: &Matched<'t>, whom: &At<&'static str>) -> Option<Peer> {
    let given = m.slot("which");
    let span = c.origins.span(whom.origin);
    if let (Some((_, e)), "anywhere" | "internet") = (given, whom.value) {
        return c.fail(errors::peer_without_name(whom.value, e.span));
    }
    let namespace = match m.label("namespace") {
        Some((_, e)) if whom.value != "app" => return c.fail(errors::peer_in_namespace(whom.value, e.span)),
        Some(slot) => {
            let text = c.string(slot)?;
            Some(c.name_of(&text, Name::MAX, LABEL)?.value)
        }
        None => None,
    };
    let named = |c: &mut Checker<'t>| match given {
        Some(slot) => c.string(slot),
        None => c.fail(errors::peer_needs_name(whom.value, span)),
    };
    Some(match whom.value {
        "anywhere" => Peer::Anywhere,
        "internet" => Peer::Internet,
        "cidr" => {
            let text = named(c)?;
            if Cidr::read(&text.value).is_none() {
                let span = c.origins.span(text.origin);
                return c.fail(errors::bad_cidr(&text.value, span));
            }
            Peer::Cidr(text.value)
        }
        other => {
            let text = named(c)?;
            let name = c.name_of(&text, Name::MAX, LABEL)?.value;
            if other == "app" {
                let namespace = namespace.unwrap_or_else(|| name.clone());
                Peer::App { app: name, namespace }
            } else {
                Peer::Namespace(name)
            }
        }
    })
}

/// The addresses that are taken out of those of the peer.
fn except<'t>(c: &mut Checker<'t>, m: &Matched<'t>, whom: &At<&'static str>, peer: &Peer) -> Option<Vec<At<String>>> {
    let Some(slot) = m.label("except") else { return Some(Vec::new()) };
    let whole = match peer {
        Peer::Cidr(text) => Some(Cidr::read(text)?),
        Peer::Internet => None,
        Peer::App { .. } | Peer::Namespace(_) | Peer::Anywhere => {
            return c.fail(errors::peer_without_addresses(whom.value, slot.1.span));
        }
    };
    let all = c.strings(slot)?.value;
    let mut good = true;
    for text in &all {
        let span = c.origins.span(text.origin);
        let fault = match Cidr::read(&text.value) {
            None => errors::bad_cidr(&text.value, span),
            Some(part) if whole.is_some_and(|whole| !whole.holds(part)) => errors::not_a_part(&text.value, span),
            Some(_) => continue,
        };
        c.report(fault);
        good = false;
    }
    good.then_some(all)
}

/// A range of addresses: an address of version 4 or 6, and how many bits of it count; the others are zero.
#[derive(Clone, Copy)]
struct Cidr {
    v4: bool,
    /// The address, from the first bit on.
    bits: u128,
    count: u32,
}

impl Cidr {
    fn read(text: &str) -> Option<Self> {
        let (address, count) = text.split_once('/')?;
        // The API server takes neither a sign nor a zero before other digits.
        let count = count.parse::<u32>().ok().filter(|n| n.to_string() == count)?;
        let (v4, bits, most) = match address.parse::<std::net::IpAddr>().ok()? {
            std::net::IpAddr::V4(a) => (true, u128::from(u32::from(a)) << 96, 32),
            std::net::IpAddr::V6(a) => (false, u128::from(a), 128),
        };
        (count <= most && bits.checked_shl(count).unwrap_or(0) == 0).then_some(Self { v4, bits, count })
    }

    /// Whether the other is a part of it, and not all of it.
    fn holds(self, other: Self) -> bool {
        let beyond = 128_u32.saturating_sub(self.count);
        let first = |bits: u128| bits.checked_shr(beyond).unwrap_or(0);
        self.v4 == other.v4 && self.count < other.count && first(self.bits) == first(other.bits)
    }
}

fn own_port<'t>(c: &mut Checker<'t>, slot: crate::matching::Filled<'t>, ports: &[Port]) -> Option<At<Name>> {
    let name = c.reference("permit", slot)?;
    match ports.iter().find(|p| p.name.as_str() == name) {
        Some(port) => Some(c.at(port.name.value.clone(), slot.1)),
        None if c.nameless || c.ports_unread => None,
        None => {
            let owner = c.own.as_ref().map_or_else(|| String::from("it"), |o| format!("`{o}`"));
            c.fail(names::unknown_inside(
                &owner,
                "port",
                &name,
                slot.1.span,
                ports.iter().map(|p| p.name.as_str()),
                None,
            ))
        }
    }
}
