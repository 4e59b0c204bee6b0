//! `service NAME external ADDRESS`.

use std::net::Ipv4Addr;

use wharf_model::{Address, At, External, HostName, Name};

use super::service;
use crate::checker::Checker;
use crate::errors::{external as errors, values};
use crate::matching::{Filled, Matched};
use crate::vocabulary::BlockKind;

/// A service that lives elsewhere. `at` is its address.
pub(super) fn external<'t>(c: &mut Checker<'t>, m: &Matched<'t>, at: Filled<'t>) -> Option<External> {
    let name = c.declared_name(m, Name::MAX, "a Service's name is a DNS label");
    let address = address(c, at);
    let body = c.body(BlockKind::Service, m);
    let ports = service::ports(c, &body);
    let mut good = true;
    for word in body.words.iter().filter(|w| !w.is("port")) {
        c.report(errors::says_more(word.word.spelling(), word.head()));
        good = false;
    }
    for port in &ports {
        let of_pods = port.publish.as_ref().map(|p| p.origin).or(port.service.as_ref().map(|s| s.origin));
        if let Some(origin) = of_pods {
            let span = c.origins.span(origin);
            c.report(errors::port_of_pods(span));
            good = false;
        }
    }
    if ports.is_empty() && good && body.is_whole() && !body.is_wrong("port") {
        return c.fail(errors::without_port(m.slot("name").map_or(m.head(), |(_, e)| e.span)));
    }
    let (name, address) = (name?, address?);
    (good && body.is_whole()).then_some(External { name, doc: m.doc(), address, ports })
}

fn address<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<At<Address>> {
    let text = c.string(slot)?;
    let span = c.origins.span(text.origin);
    if let Ok(ip) = text.value.parse::<Ipv4Addr>() {
        if ip.is_loopback() || ip.is_unspecified() || ip.is_multicast() || ip.is_link_local() {
            return c.fail(errors::of_this_machine(&text.value, span));
        }
        return Some(text.map(|_| Address::Ip(ip)));
    }
    match HostName::new(&text.value) {
        Ok(host) if host.as_str() == "localhost" || host.as_str().ends_with(".localhost") => {
            c.fail(errors::of_this_machine(host.as_str(), span))
        }
        Ok(host) if !host.as_str().starts_with('*') => Some(text.map(|_| Address::Host(host))),
        Ok(_) => c.fail(errors::bad_address(span)),
        Err(why) => c.fail(values::bad_text("the address", &why, span, true)),
    }
}
