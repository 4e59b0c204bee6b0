//! wharf-analysis
