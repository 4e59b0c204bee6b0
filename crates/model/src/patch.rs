//! Fields of the outputs that the source sets itself, and objects that it writes out.

use crate::{At, Bytes, Cpu, Duration, Text};

/// The fields of an object, sorted by name.
pub type Fields = Vec<Patch>;

/// What the source says of one field, at the place where it names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Patch {
    /// The field's name, or the key of a map.
    pub key: At<String>,
    /// What becomes of it.
    pub change: Change,
}

/// What becomes of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// `field { … }`: the fields said change, others stay.
    Merge(Fields),
    /// `field { ITEM { … } }` of a list whose items are known by one of their fields: the items said
    /// change, others stay.
    MergeItems {
        /// The field that an item is known by, such as `name`.
        by: String,
        /// The items by that field's value; each is merged.
        items: Vec<(At<String>, Fields)>,
    },
    /// `field = value`: whatever was there is gone.
    Set(At<Node>),
}

/// A value that is written out as it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A text of literals, hosts and ports.
    Text(Text),
    /// An amount of memory, as the target writes it.
    Bytes(Bytes),
    /// An amount of CPU, as the target writes it.
    Cpu(Cpu),
    /// A duration, as Go writes it.
    Duration(Duration),
    /// A list.
    List(Vec<At<Node>>),
    /// A map, sorted by key.
    Map(Vec<(At<String>, At<Node>)>),
}

/// `kubernetes { OBJECT { … } }`: changes of the objects of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectPatch {
    /// The kind in lower camel case (`deployment`), with words of their own for the Services that
    /// are beside a service's own: `headlessService`, `loadBalancer`, `nodePort`.
    pub object: At<String>,
    /// Its fields.
    pub fields: Fields,
}

/// What a service, a job or an app says of the outputs beyond the language's own words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patches {
    /// `kubernetes { … }`, sorted by object.
    pub kubernetes: Vec<ObjectPatch>,
    /// `compose { … }`: fields of the Compose service, or at an app of the whole file.
    pub compose: Fields,
}

/// `resource APIVERSION KIND NAME { … }`: a Kubernetes object that the source writes out.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// Such as `cert-manager.io/v1`.
    pub api_version: At<String>,
    /// Such as `Certificate`.
    pub kind: At<String>,
    /// Its name: a DNS subdomain (RFC 1123).
    pub name: At<String>,
    /// Its documentation.
    pub doc: Option<String>,
    /// Whether it is in no namespace.
    pub of_cluster: bool,
    /// All its fields but the above.
    pub fields: Fields,
}

/// A minor version of Kubernetes that Wharf can write for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KubernetesVersion(u8);

impl KubernetesVersion {
    /// The versions that can be chosen: the newest that Wharf knows, and three minor versions back.
    pub const ALL: [Self; 4] = [Self(34), Self(35), Self(36), Self(37)];

    /// The newest, which holds where nothing is said.
    pub const NEWEST: Self = Self(37);

    /// The version that a text such as `1.35` names, if it is one of [`Self::ALL`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.to_string() == text)
    }
}

impl Default for KubernetesVersion {
    fn default() -> Self {
        Self::NEWEST
    }
}

impl std::fmt::Display for KubernetesVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "1.{}", self.0)
    }
}
