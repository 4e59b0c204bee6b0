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

fn permit<'t>(c: &mut Checker<'t>, m: &Matched<'t>, ports: &[Port]) -> Option<Permit> {
    let whom = c.choice(m.slot("peer")?)?;
    let peer = peer(c, m, &whom)?;
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
    Some(Permit { peer: At::new(peer, whom.origin), at })
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
            if !is_cidr(&text.value) {
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

/// An address of version 4 or 6, and how many bits of it count; the others are zero.
fn is_cidr(text: &str) -> bool {
    let Some((address, bits)) = text.split_once('/') else { return false };
    // The API server takes neither a sign nor a zero before other digits.
    let Some(bits) = bits.parse::<u32>().ok().filter(|n| n.to_string() == bits) else { return false };
    match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(a)) => bits <= 32 && u32::from(a).checked_shl(bits).unwrap_or(0) == 0,
        Ok(std::net::IpAddr::V6(a)) => bits <= 128 && u128::from(a).checked_shl(bits).unwrap_or(0) == 0,
        Err(_) => false,
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
