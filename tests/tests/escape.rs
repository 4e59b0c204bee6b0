//! Fields of the outputs and the environments of an app: a block merges, a value replaces, `remove`
//! takes away.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use wharf::{Memory, Options};

const SOURCE: &str = "app shop {
  kubernetes version \"1.35\" { namespace { metadata { labels { base = \"yes\" } } } }
  service api {
    image \"api:1\"
    user 101
    kubernetes { deployment { spec { minReadySeconds = 5; template { spec { tolerations = [{ key = \"base\" }] } } } } }
    compose { init = true; shm_size = 64Mi }
  }
  environment prod {
    kubernetes version \"1.37\" { namespace { metadata { labels { prod = \"yes\" } } } }
    service api {
      kubernetes { deployment { spec {
        minReadySeconds = 50
        template { spec { priorityClassName = \"high\"; containers { api { securityContext { capabilities { add = [\"CHOWN\"] } } } } } }
      } } }
      compose { remove init }
    }
    add resource \"v1\" ConfigMap extra { data { a = \"b\" } }
  }
}
";

/// The outputs in an environment, one below the other.
fn outputs(environment: Option<&str>) -> String {
    let options = Options { environment: environment.map(str::to_owned), ..Options::default() };
    let compiled = wharf::compile(&Memory::new([("main.app", SOURCE)]), &["main.app"], &options);
    let errors: Vec<_> = compiled.report.diagnostics.iter().filter(|d| d.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    compiled.apps[0].files.iter().map(|f| String::from_utf8(f.contents.clone()).unwrap()).collect()
}

#[test]
fn an_environment_changes_the_fields_that_it_names() {
    let (base, prod) = (outputs(None), outputs(Some("prod")));
    for (text, in_base, in_prod) in [
        ("minReadySeconds: 5\n", true, false),
        ("minReadySeconds: 50\n", false, true),
        ("- key: base", true, true),
        ("priorityClassName: high", false, true),
        ("- CHOWN", false, true),
        ("    base: \"yes\"", true, true),
        ("    prod: \"yes\"", false, true),
        ("init: true", true, false),
        ("shm_size: 64m", true, true),
        ("kind: ConfigMap", false, true),
    ] {
        assert_eq!((base.contains(text), prod.contains(text)), (in_base, in_prod), "{text}\n{prod}");
    }
}
