//! Apps in, manifests out.

mod build;
mod probes;
mod shop;
