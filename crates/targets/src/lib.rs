//! wharf-targets
