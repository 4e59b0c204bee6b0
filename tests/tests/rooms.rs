//! The arrows between the rooms: who may import whom. The table is the house's.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::process::Command;

/// A room, its own other rooms, and the outside packages that only it may use.
const ROOMS: &[(&str, &[&str], &[&str])] = &[
    ("wharf-diagnostics", &[], &["ariadne", "serde"]),
    ("wharf-syntax", &["wharf-diagnostics"], &["logos", "chumsky"]),
    ("wharf-model", &["wharf-diagnostics"], &[]),
    (
        "wharf-analysis",
        &["wharf-syntax", "wharf-model", "wharf-diagnostics"],
        &["base64", "miniz_oxide", "serde", "serde_json", "sha2"],
    ),
    (
        "wharf-targets",
        &["wharf-model", "wharf-diagnostics"],
        &["k8s-openapi", "serde", "serde_json", "serde_norway", "sha2"],
    ),
    (
        "wharf",
        &["wharf-diagnostics", "wharf-syntax", "wharf-model", "wharf-analysis", "wharf-targets"],
        &["serde", "serde_json", "serde_norway"],
    ),
    ("wharf-ide", &["wharf", "wharf-analysis", "wharf-syntax", "wharf-diagnostics"], &["serde"]),
    ("wharf-lsp", &["wharf-ide"], &["lsp-server", "lsp-types", "serde", "serde_json", "url"]),
    ("wharf-wasm", &["wharf", "wharf-ide"], &["wasm-bindgen", "serde", "serde_json"]),
    (
        "wharf-cli",
        &["wharf", "wharf-lsp"],
        &[
            "clap",
            "clap_complete",
            "dirs",
            "ignore",
            "mimalloc",
            "rustix",
            "serde",
            "serde_json",
            "sha2",
            "similar",
            "toml",
        ],
    ),
];

fn arrows() -> BTreeMap<String, Vec<String>> {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let all: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let name = |v: &serde_json::Value| v["name"].as_str().unwrap().to_owned();
    all["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| {
            let normal = p["dependencies"].as_array().unwrap().iter().filter(|d| d["kind"].is_null());
            (name(p), normal.map(name).collect())
        })
        .collect()
}

#[test]
fn rooms_import_only_what_the_house_allows() {
    let arrows = arrows();
    let mut bad = Vec::new();
    for (package, uses) in &arrows {
        if package == "wharf-tests" {
            continue;
        }
        let Some((_, rooms, outside)) = ROOMS.iter().find(|(n, _, _)| n == package) else {
            bad.push(format!("`{package}` is no room of the house"));
            continue;
        };
        for used in uses {
            if !rooms.contains(&used.as_str()) && !outside.contains(&used.as_str()) {
                bad.push(format!("`{package}` may not import `{used}`"));
            }
        }
    }
    assert!(arrows.len() >= 8, "the workspace has {} packages", arrows.len());
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}
