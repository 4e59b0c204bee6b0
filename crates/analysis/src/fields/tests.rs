//! What the tables hold, as far as it does not change from one release to the next.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use wharf_model::KubernetesVersion;

use super::{OBJECTS, Type, Versions, compose, described, kubernetes};

/// What both tables may take in the binary.
const BUDGET: usize = 300_000;

#[test]
fn the_tables_are_small_and_whole() {
    let size = include_bytes!("kubernetes.tables").len() + include_bytes!("compose.tables").len();
    assert!(size < BUDGET, "{size} bytes");
    assert_eq!(kubernetes().versions().collect::<Vec<_>>(), KubernetesVersion::ALL.map(|v| v.to_string()));
    assert!(kubernetes().kinds().len() > 80, "{}", kubernetes().kinds().len());
    for kind in kubernetes().kinds().iter().chain(compose().kinds()) {
        assert!(kubernetes().object(kind.object).or(compose().object(kind.object)).is_some(), "{kind:?}");
    }
}

#[test]
fn a_field_is_found_by_its_path() {
    let deployment = kubernetes().kind("apps/v1", "Deployment").unwrap();
    let find = |path: &[&str]| kubernetes().find(deployment.object, path);
    let class = find(&["spec", "template", "spec", "priorityClassName"]).unwrap();
    assert_eq!(class.types, [Type::Text]);
    assert!(class.doc.starts_with("If specified, indicates the pod's priority"), "{}", class.doc);
    let image = find(&["spec", "template", "spec", "containers", "image"]).unwrap();
    assert_eq!(described(&image.types), "a text");
    let containers = find(&["spec", "template", "spec", "containers"]).unwrap();
    assert!(matches!(&containers.types[..], [Type::List { by: Some("name"), .. }]), "{containers:?}");
    assert!(containers.required);
    assert!(find(&["spec", "nonsense"]).is_none());
    let path = kubernetes().below(deployment.object, "priorityClassName", KubernetesVersion::NEWEST);
    assert_eq!(path.unwrap(), ["spec", "template", "spec"]);
    let service = compose().kind("-", "Service").unwrap();
    let shm = compose().find(service.object, &["shm_size"]).unwrap();
    assert_eq!(described(&shm.types), "a number, a text or an amount of memory");
}

#[test]
fn versions_tell_what_came_and_what_went() {
    let [oldest, second, _, newest] = KubernetesVersion::ALL;
    assert_eq!(KubernetesVersion::NEWEST, newest);
    let all = Versions(0b1111);
    assert!(all.has(oldest) && all.has(newest) && all.since().is_none() && all.until().is_none());
    let late = Versions(0b1110);
    assert_eq!((late.since(), late.has(oldest)), (Some(second), false));
    assert_eq!(Versions(0b0001).until(), Some(second));
    let gone = kubernetes().kinds().iter().filter(|k| k.versions.until().is_some()).count();
    let came = kubernetes().kinds().iter().filter(|k| k.versions.since().is_some()).count();
    assert!(gone > 0 && came > 0);
}

#[test]
fn every_object_word_is_a_kind_of_a_known_group_or_of_none() {
    for o in OBJECTS {
        let known = kubernetes().kind(o.api_version, o.kind).is_some();
        assert_eq!(known, kubernetes().knows_group(o.api_version), "{}", o.word);
    }
    assert!(OBJECTS.windows(2).all(|pair| pair[0].word < pair[1].word));
}
