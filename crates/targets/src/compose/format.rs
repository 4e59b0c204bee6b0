//! Amounts and texts as Compose reads them.

use wharf_model::{Bytes, Cpu};

/// A text that Compose interpolates: `$$` is its `$`.
pub(super) fn literal(text: &str) -> String {
    text.replace('$', "$$")
}

/// Bytes in the largest unit that divides them. Compose's units are binary whatever their
/// spelling: `512m` is 512 MiB.
pub(super) fn bytes(amount: Bytes) -> String {
    let units = [(30, 'g'), (20, 'm'), (10, 'k')];
    match units.into_iter().find(|(bits, _)| amount.0 != 0 && amount.0.is_multiple_of(1 << bits)) {
        Some((bits, unit)) => format!("{}{unit}", amount.0 >> bits),
        None => format!("{}b", amount.0),
    }
}

/// Cores as a decimal: `0.25`.
pub(super) fn cpus(amount: Cpu) -> String {
    let (whole, thousandths) = (amount.0 / 1000, amount.0 % 1000);
    if thousandths == 0 {
        return whole.to_string();
    }
    format!("{whole}.{thousandths:03}").trim_end_matches('0').to_owned()
}

/// A time as Go writes it.
pub(super) use crate::shared::patch::go_duration as duration;

#[cfg(test)]
mod tests {
    use wharf_model::Duration;

    use super::*;

    #[test]
    fn amounts_are_exact_in_compose_s_own_units() {
        assert_eq!(bytes(Bytes(512 << 20)), "512m");
        assert_eq!(bytes(Bytes(2 << 30)), "2g");
        assert_eq!(bytes(Bytes(3 << 40)), "3072g");
        assert_eq!(bytes(Bytes(64_000_000)), "62500k");
        assert_eq!(bytes(Bytes(64_001)), "64001b");
        assert_eq!(cpus(Cpu(250)), "0.25");
        assert_eq!(cpus(Cpu(2000)), "2");
        assert_eq!(cpus(Cpu(1005)), "1.005");
        assert_eq!(duration(Duration(300_000)), "5m");
        assert_eq!(duration(Duration(90_000)), "90s");
        assert_eq!(duration(Duration(1500)), "1500ms");
        assert_eq!(duration(Duration(172_800_000)), "48h");
        assert_eq!(duration(Duration(0)), "0s");
    }
}
