//! Apps in, manifests out.

mod build;
pub(super) mod kubelet;
mod network;
mod probes;
mod shape;
mod shop;
mod storage;
mod workloads;
