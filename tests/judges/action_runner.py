"""Runs composite actions of GitHub as its runner does: inputs, expressions, the files for outputs, and bash.

Only what the action of this repository uses is understood; anything else ends the run.
"""

import os
import re
import shlex
import subprocess
from pathlib import Path

import yaml

EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")


class Runner:
    """A runner with a checkout."""

    def __init__(self, workspace: Path, temp: Path, path: str):
        self.workspace, self.temp, self.path = workspace, temp, path
        temp.mkdir(parents=True, exist_ok=True)

    def run(self, action: Path, given: dict):
        """Runs an action. Gives its exit code, and what it printed to each stream."""
        document = yaml.safe_load(action.read_text("utf-8"))
        if unknown := given.keys() - document["inputs"].keys():
            raise SystemExit(f"{action} has no inputs {sorted(unknown)}")
        # GitHub hands inputs on as text.
        inputs = {k: str(given.get(k, v.get("default", ""))) for k, v in document["inputs"].items()}
        values = {f"inputs.{k}": v for k, v in inputs.items()}
        printed = ["", ""]
        for step in document["runs"]["steps"]:
            if EXPRESSION.search(step["run"]):
                raise SystemExit(f"{action}: what an input holds would be run: {step['run']}")
            if unknown := step.keys() - {"name", "id", "shell", "env", "run", "working-directory"}:
                raise SystemExit(f"{action}: a step has {unknown}")
            code, outputs = self.step(action, step, values, printed)
            values |= {f"steps.{step.get('id')}.outputs.{k}": v for k, v in outputs.items()}
            if code:
                return code, *printed
        return 0, *printed

    def step(self, action, step, values, printed):
        """Runs a step of it, with the shell's flags that GitHub documents."""
        assert step["shell"] == "bash"
        script, outputs = self.temp / "step.sh", self.temp / "outputs"
        script.write_text(step["run"], "utf-8")
        outputs.write_text("", "utf-8")
        environment = {
            "HOME": str(self.temp),
            "PATH": self.path,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(action.parent),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_OUTPUT": str(outputs),
            "RUNNER_TEMP": str(self.temp),
            **{k: evaluated(v, values) for k, v in step.get("env", {}).items()},
        }
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=self.workspace / evaluated(step.get("working-directory", "."), values),
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        printed[0] += ran.stdout
        printed[1] += ran.stderr
        lines = outputs.read_text("utf-8").splitlines()
        return ran.returncode, dict(line.split("=", 1) for line in lines)


def evaluated(text, values):
    """A text with its expressions replaced. A step that did not run has no outputs."""
    return EXPRESSION.sub(lambda m: values[m[1]], str(text))


def path_with(folder: Path, **programs):
    """A PATH that begins with a folder of programs: each a script of bash."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, script in programs.items():
        (folder / name).write_text(f"#!/usr/bin/env bash\nset -euo pipefail\n{script}\n", "utf-8")
        (folder / name).chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def cargo(log: Path, wharf: str):
    """Stands for cargo: it writes what it is asked for to a log, and installs the compiler that is there."""
    return f"""printf '%s\\n' "$*" >>{shlex.quote(str(log))}
root=$HOME/.cargo
while (($#)); do
  if [[ $1 = --root ]]; then root=$2; fi
  shift
done
mkdir -p "$root/bin"
ln -sf {shlex.quote(wharf)} "$root/bin/wharf"
"""
