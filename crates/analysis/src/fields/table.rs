//! A table: objects with their fields, and the kinds that begin with them.

use wharf_model::KubernetesVersion;

use super::types::{ObjectId, Type, Versions, parse};

/// All that is known of one kind of files.
#[derive(Debug, Default)]
pub struct Tables {
    /// The versions that the bits of [`Versions`] stand for, the lowest first.
    bits: &'static str,
    objects: Vec<Object>,
    kinds: Vec<Kind>,
}

/// An object, or a part of one.
#[derive(Debug)]
pub struct Object {
    /// What its documentation calls it: `PodSpec`.
    pub name: &'static str,
    /// One sentence; empty where there is none.
    pub doc: &'static str,
    /// The versions that have it.
    pub versions: Versions,
    /// Its fields, by name.
    pub fields: Vec<Field>,
}

/// A field of an object.
#[derive(Debug)]
pub struct Field {
    /// Its name as it is written.
    pub name: &'static str,
    /// One sentence; empty where there is none.
    pub doc: &'static str,
    /// The versions that have it.
    pub versions: Versions,
    /// Whether it must be there.
    pub required: bool,
    /// The types that it may have: at least one.
    pub types: Vec<Type>,
}

/// A kind of object that can be created.
#[derive(Debug)]
pub struct Kind {
    /// Such as `apps/v1`.
    pub api_version: &'static str,
    /// Such as `Deployment`.
    pub name: &'static str,
    /// Its fields.
    pub object: ObjectId,
    /// The versions that have it.
    pub versions: Versions,
    /// Whether it is in no namespace.
    pub of_cluster: bool,
}

impl Tables {
    /// The tables of a file that the generator wrote; empty where it is no such file.
    pub(super) fn inflate(bytes: &[u8]) -> Self {
        // Far more than there is, so that a broken file cannot take all memory.
        let text = miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(bytes, 16 << 20).unwrap_or_default();
        let text = String::from_utf8(text).unwrap_or_default();
        // Once in the life of a process: a table is only made for a `static`.
        Self::read(text.leak())
    }

    fn read(text: &'static str) -> Self {
        let mut lines = text.lines();
        let bits = lines.next().and_then(|l| l.strip_prefix("versions ")).unwrap_or_default();
        let count = lines.next().and_then(|l| l.strip_prefix("docs ")?.parse().ok()).unwrap_or(0);
        let docs: Vec<&'static str> = lines.by_ref().take(count).collect();
        let doc = |at: &str| at.parse::<usize>().ok().and_then(|i| docs.get(i).copied()).unwrap_or_default();
        let versions = |mask: &str| Versions(u8::from_str_radix(mask, 16).unwrap_or(u8::MAX));
        let mut out = Self { bits, ..Self::default() };
        for line in lines {
            let mut words = line.split(' ');
            let mut word = || words.next().unwrap_or_default();
            match word() {
                "O" => {
                    let (name, about, mask) = (word(), word(), word());
                    out.objects.push(Object { name, doc: doc(about), versions: versions(mask), fields: Vec::new() });
                }
                "F" => {
                    let (name, about, mask, types) = (word(), word(), word(), word());
                    let plain = types.strip_prefix('!');
                    let field = Field {
                        name,
                        doc: doc(about),
                        versions: versions(mask),
                        required: plain.is_some(),
                        types: parse(plain.unwrap_or(types)),
                    };
                    if let Some(object) = out.objects.last_mut() {
                        object.fields.push(field);
                    }
                }
                "K" => {
                    let (api_version, name, object, mask, scope) = (word(), word(), word(), word(), word());
                    out.kinds.push(Kind {
                        api_version,
                        name,
                        object: ObjectId(object.parse().unwrap_or(usize::MAX)),
                        versions: versions(mask),
                        of_cluster: scope == "c",
                    });
                }
                _ => {}
            }
        }
        out
    }

    /// The versions that the tables were made of, the lowest first.
    pub fn versions(&self) -> impl Iterator<Item = &'static str> {
        self.bits.split(' ')
    }

    /// Every kind, by API version and name.
    #[must_use]
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The kind with that API version and name.
    #[must_use]
    pub fn kind(&self, api_version: &str, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|k| k.api_version == api_version && k.name == name)
    }

    /// Whether any kind is of the group of that API version.
    #[must_use]
    pub fn knows_group(&self, api_version: &str) -> bool {
        self.kinds.iter().any(|k| group(k.api_version) == group(api_version))
    }

    /// The object with that id.
    #[must_use]
    pub fn object(&self, id: ObjectId) -> Option<&Object> {
        self.objects.get(id.0)
    }

    /// The field of an object.
    #[must_use]
    pub fn field(&self, id: ObjectId, name: &str) -> Option<&Field> {
        self.object(id)?.fields.iter().find(|f| f.name == name)
    }

    /// The field at a path of names and keys; lists are passed through to what they hold.
    #[must_use]
    pub fn find(&self, root: ObjectId, path: &[&str]) -> Option<&Field> {
        let (last, before) = path.split_last()?;
        let mut at = vec![Type::Object(root)];
        for name in before {
            at = at.iter().flat_map(|t| self.step(t, name)).collect();
        }
        at.iter().flat_map(held).find_map(|id| self.field(id, last))
    }

    /// What stands behind a name.
    fn step(&self, from: &Type, name: &str) -> Vec<Type> {
        match from {
            Type::Map(inner) => inner.clone(),
            _ => held(from).into_iter().filter_map(|id| self.field(id, name)).flat_map(|f| f.types.clone()).collect(),
        }
    }

    /// The nearest path below an object to a field with that name, not through lists or maps, where a
    /// version has it; the object's own fields are not looked at.
    #[must_use]
    pub fn below(&self, root: ObjectId, name: &str, version: KubernetesVersion) -> Option<Vec<&'static str>> {
        // Deep enough for a pod's fields in a CronJob.
        const DEPTH: usize = 5;
        let mut due: Vec<(ObjectId, Vec<&'static str>)> = vec![(root, Vec::new())];
        let mut seen = vec![root];
        for _ in 0..DEPTH {
            let mut next = Vec::new();
            for (id, path) in due {
                for field in self.object(id).into_iter().flat_map(|o| &o.fields).filter(|f| f.versions.has(version)) {
                    for inner in objects(&field.types).into_iter().filter(|i| !seen.contains(i)) {
                        let path: Vec<_> = path.iter().copied().chain([field.name]).collect();
                        if self.field(inner, name).is_some_and(|f| f.versions.has(version)) {
                            return Some(path);
                        }
                        next.push((inner, path));
                    }
                }
            }
            seen.extend(next.iter().map(|(id, _)| *id));
            due = next;
        }
        None
    }
}

/// The object that a type is, or the objects that it is a list of.
fn held(from: &Type) -> Vec<ObjectId> {
    match from {
        Type::List { of, .. } => objects(of),
        _ => objects(std::slice::from_ref(from)),
    }
}

/// The objects among the types.
fn objects(types: &[Type]) -> Vec<ObjectId> {
    types.iter().filter_map(|t| if let Type::Object(id) = t { Some(*id) } else { None }).collect()
}

/// The group of an API version; empty for the core's.
fn group(api_version: &str) -> &str {
    api_version.split_once('/').map_or("", |(group, _)| group)
}
