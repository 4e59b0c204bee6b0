//! Amounts. Each is an exact integer in one unit; none can be mistaken for another.

use std::fmt;

/// An amount of memory or storage, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bytes(pub u64);

/// An amount of CPU, in thousandths of a core.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cpu(pub u64);

/// A span of time, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Duration(pub u64);

/// A share, in hundredths of a per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Percent(pub u64);

impl Bytes {
    /// One mebibyte.
    pub const MIB: u64 = 1 << 20;
}

impl Duration {
    /// So many whole seconds.
    #[must_use]
    pub const fn seconds(n: u64) -> Self {
        Self(n.saturating_mul(1000))
    }

    /// The seconds, rounded up: Kubernetes takes whole ones, and a limit must not get shorter.
    #[must_use]
    pub const fn whole_seconds(self) -> u64 {
        self.0.div_ceil(1000)
    }
}

impl Percent {
    /// The per cent, rounded up.
    #[must_use]
    pub const fn whole(self) -> u64 {
        self.0.div_ceil(100)
    }
}

/// The largest binary unit that divides the amount, as Kubernetes and Wharf write it: `512Mi`,
/// `1000` for a bare number of bytes.
impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(40, "Ti"), (30, "Gi"), (20, "Mi"), (10, "Ki")];
        match units.into_iter().find(|(bits, _)| self.0 != 0 && self.0.is_multiple_of(1 << bits)) {
            Some((bits, unit)) => write!(f, "{}{unit}", self.0 >> bits),
            None => write!(f, "{}", self.0),
        }
    }
}

/// As Kubernetes and Wharf write it: `2` or `250m`.
impl fmt::Display for Cpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_multiple_of(1000) { write!(f, "{}", self.0 / 1000) } else { write!(f, "{}m", self.0) }
    }
}

/// In the largest unit that divides it: `1500ms`, `30s`, `5min`, `2h`, `1d`.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1000, "s")];
        match units.into_iter().find(|(millis, _)| self.0 != 0 && self.0.is_multiple_of(*millis)) {
            Some((millis, unit)) => write!(f, "{}{unit}", self.0 / millis),
            None => write!(f, "{}ms", self.0),
        }
    }
}

/// `70%`, `12.5%`.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 100, self.0 % 100);
        match rest {
            0 => write!(f, "{whole}%"),
            r if r % 10 == 0 => write!(f, "{whole}.{}%", r / 10),
            r => write!(f, "{whole}.{r:02}%"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_print_in_the_largest_exact_unit() {
        assert_eq!(Bytes(512 << 20).to_string(), "512Mi");
        assert_eq!(Bytes(1536 << 20).to_string(), "1536Mi");
        assert_eq!(Bytes(64_000).to_string(), "64000");
        assert_eq!(Bytes(0).to_string(), "0");
        assert_eq!(Cpu(250).to_string(), "250m");
        assert_eq!(Cpu(2000).to_string(), "2");
        assert_eq!(Duration(90_000).to_string(), "90s");
        assert_eq!(Duration(500).to_string(), "500ms");
        assert_eq!(Duration(500).whole_seconds(), 1);
        assert_eq!(Percent(1250).to_string(), "12.5%");
        assert_eq!(Percent(7000).to_string(), "70%");
    }
}
