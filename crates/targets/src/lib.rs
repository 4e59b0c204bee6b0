//! wharf-targets

pub mod yaml;
