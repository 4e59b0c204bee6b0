//! `expose`.

use wharf_model::{At, Expose, ExposeAs, Name, Port};

use super::mounts::flat;
use super::service::port_number;
use crate::checker::Checker;
use crate::errors::{names, network, values};
use crate::matching::{Body, Filled};

/// The ports that are opened to the outside of the cluster, by name.
pub(super) fn expose<'t>(c: &mut Checker<'t>, body: &Body<'t>, ports: &[Port]) -> Vec<Expose> {
    let mut out = Vec::new();
    for m in body.all("expose") {
        let (Some((slot, e)), Some(given)) = (m.slot("port"), m.labels("as").next()) else { continue };
        let kind = given.slot("kind").and_then(|s| c.choice(s));
        let number = flat(given.slot("number").map(|s| port_number(c, s)));
        let Some(name) = c.reference("expose", (slot, e)) else { continue };
        let Some(port) = ports.iter().find(|p| p.name.as_str() == name) else {
            let scope = std::rc::Rc::clone(&c.scope);
            let own = c.own.as_ref().and_then(|o| scope.names.get(o.as_str()));
            // One whose declaration is wrong is not missed.
            if c.nameless || own.is_some_and(|o| o.inner.contains_key(&name)) {
                continue;
            }
            let owner = format!("service `{}`", c.own.as_ref().map_or("", Name::as_str));
            c.report(names::unknown_inside(&owner, "port", &name, e.span, ports.iter().map(|p| p.name.as_str()), None));
            continue;
        };
        let (Some(kind), Some(number)) = (kind, number) else { continue };
        let kind = if kind.value == "node-port" {
            // The default range of kube-apiserver's --service-node-port-range.
            if let Some(n) = number.as_ref().filter(|n| !(30_000..=32_767).contains(&n.get())) {
                let span = c.origins.span(n.origin);
                c.report(values::out_of_bounds("a node port", "from 30000 to 32767", &n.to_string(), span));
                continue;
            }
            ExposeAs::NodePort(number.map(|n| n.value))
        } else {
            ExposeAs::LoadBalancer(number.map(|n| n.value))
        };
        let at = c.at(port.name.value.clone(), e);
        let flag = |c: &mut Checker<'t>, word: &'static str| m.flag(word).map(|span| c.at((), span));
        let (internal, keep_source) = (flag(c, "internal"), flag(c, "keep-source"));
        let from = m.label("from").map(|s| networks(c, s));
        let of_balancer = internal.as_ref().map(|i| i.origin).or(m.label("from").map(|(_, e)| c.at((), e).origin));
        if let (ExposeAs::NodePort(_), Some(origin)) = (kind, of_balancer) {
            let span = c.origins.span(origin);
            c.report(network::of_a_balancer(span));
            continue;
        }
        let Some(from) = flat(from) else { continue };
        out.push(Expose { port: at, kind, internal, from: from.unwrap_or_default(), keep_source });
    }
    out.sort_by(|a, b| a.port.cmp(&b.port));
    out
}

/// Networks in CIDR notation, as the API server keeps them: no bit is set beyond the prefix.
fn networks<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<Vec<At<String>>> {
    let mut all = c.strings(slot)?.value;
    for text in &all {
        if let Err(why) = network_fault(&text.value) {
            let span = c.origins.span(text.origin);
            return c.fail(network::bad_network(&why, span));
        }
    }
    all.sort();
    for pair in all.windows(2) {
        if let [first, again] = pair
            && first.value == again.value
        {
            let (first, span) = (c.origins.span(first.origin), c.origins.span(again.origin));
            return c.fail(network::network_twice(&again.value, span, first));
        }
    }
    Some(all)
}

fn network_fault(text: &str) -> Result<(), String> {
    let form = || String::from("an address and how many of its bits count: `10.0.0.0/8`");
    let (address, bits) = text.split_once('/').ok_or_else(form)?;
    let bits: u32 = bits.parse().map_err(|_| form())?;
    let (value, width) = match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(a)) => (u128::from(a.to_bits()), 32),
        Ok(std::net::IpAddr::V6(a)) => (a.to_bits(), 128),
        Err(_) => return Err(form()),
    };
    let Some(rest) = u32::checked_sub(width, bits) else { return Err(format!("{bits} bits are more than there are")) };
    let mask = 1_u128.checked_shl(rest).map_or(u128::MAX, |top| top - 1);
    if value & mask == 0 { Ok(()) } else { Err(format!("bits are set beyond the first {bits}")) }
}
