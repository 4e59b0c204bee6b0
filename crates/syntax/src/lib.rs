//! wharf-syntax
