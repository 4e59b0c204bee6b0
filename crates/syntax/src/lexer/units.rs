//! The units that a number may carry. Two families of bytes live side by side as everywhere else:
//! `KB` counts thousands, `Ki` and `KiB` count 1024s; `k`, `M` and `G` alone would leave that open
//! and are no units.

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// In bytes.
    Bytes,
    /// In thousandths of a CPU.
    MilliCpu,
    /// In milliseconds.
    Duration,
}

/// One unit: its spelling, what it measures, and how many of the smallest unit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its spelling.
    pub name: &'static str,
    /// What it measures.
    pub quantity: Quantity,
    /// How many of the smallest unit of its quantity it is.
    pub factor: u64,
}

const fn unit(name: &'static str, quantity: Quantity, factor: u64) -> Unit {
    Unit { name, quantity, factor }
}

/// Every unit; of two spellings of one unit the shorter is first.
pub const UNITS: &[Unit] = &[
    unit("B", Quantity::Bytes, 1),
    unit("KB", Quantity::Bytes, 1_000),
    unit("MB", Quantity::Bytes, 1_000_000),
    unit("GB", Quantity::Bytes, 1_000_000_000),
    unit("TB", Quantity::Bytes, 1_000_000_000_000),
    unit("PB", Quantity::Bytes, 1_000_000_000_000_000),
    unit("Ki", Quantity::Bytes, 1 << 10),
    unit("Mi", Quantity::Bytes, 1 << 20),
    unit("Gi", Quantity::Bytes, 1 << 30),
    unit("Ti", Quantity::Bytes, 1 << 40),
    unit("Pi", Quantity::Bytes, 1 << 50),
    unit("KiB", Quantity::Bytes, 1 << 10),
    unit("MiB", Quantity::Bytes, 1 << 20),
    unit("GiB", Quantity::Bytes, 1 << 30),
    unit("TiB", Quantity::Bytes, 1 << 40),
    unit("PiB", Quantity::Bytes, 1 << 50),
    unit("m", Quantity::MilliCpu, 1),
    unit("ms", Quantity::Duration, 1),
    unit("s", Quantity::Duration, 1_000),
    unit("min", Quantity::Duration, 60_000),
    unit("h", Quantity::Duration, 3_600_000),
    unit("d", Quantity::Duration, 86_400_000),
];

/// The unit with exactly that spelling.
#[must_use]
pub fn find(name: &str) -> Option<&'static Unit> {
    UNITS.iter().find(|u| u.name == name)
}

/// The unit that was likely meant: by another case, or by a name from elsewhere.
#[must_use]
pub fn meant(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let known = match lower.as_str() {
        "k" => "Ki",
        "g" => "Gi",
        "t" => "Ti",
        "p" => "Pi",
        "byte" | "bytes" => "B",
        "sec" | "secs" | "second" | "seconds" => "s",
        "mins" | "minute" | "minutes" => "min",
        "hr" | "hrs" | "hour" | "hours" => "h",
        "day" | "days" => "d",
        "msec" | "msecs" | "millis" | "milliseconds" => "ms",
        _ if name == "M" => "Mi",
        _ => return UNITS.iter().find(|u| u.name.to_lowercase() == lower).map(|u| u.name),
    };
    Some(known)
}
