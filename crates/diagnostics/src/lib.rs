//! wharf-diagnostics
