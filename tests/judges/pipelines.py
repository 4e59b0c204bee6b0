"""Judges grammar/ci.md and the GitHub Action: what the page shows has the form that each service asks for, and
does what the page says.

usage: pipelines.py WHARF CHECK-JSONSCHEMA VALIDATOR SCRATCH
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

import faults
import report_forms
from action_runner import Runner, cargo, path_with
from markdown import blocks
from report_sarif import multitool

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "grammar/ci.md"
ACTION = ROOT / ".github/actions/wharf/action.yml"
# Where each file of the page is judged: by a schema that check-jsonschema brings, or in another step.
SCHEMAS = {".github/workflows/wharf.yml": "vendor.github-workflows", ".gitlab-ci.yml": "vendor.gitlab-ci"}
ELSEWHERE = {".pre-commit-config.yaml"}
complaints = []


def expect(what, is_so, shown=""):
    """Notes a complaint unless it is so."""
    if not is_so:
        complaints.append(f"{what}: {shown}" if shown else what)


def schemas(check, scratch, files):
    """The files have the form of their service, as check-jsonschema knows it."""
    for path, text in files.items():
        target = scratch / "files" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    for path, schema in [*SCHEMAS.items(), (ACTION, "vendor.github-actions")]:
        command = [check, "--builtin-schema", schema, scratch / "files" / path]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        expect(f"{path} is not valid", ran.returncode == 0, ran.stdout + ran.stderr)
        # A schema that takes everything judges nothing.
        wrong = scratch / "wrong.yml"
        text = (scratch / "files" / path).read_text("utf-8")
        wrong.write_text(text.replace("steps:", "stepps:").replace("script:", "skript:"), "utf-8")
        ran = subprocess.run([*command[:-1], wrong], capture_output=True, text=True, check=False)
        expect(f"{schema} takes a wrong {path}", ran.returncode != 0)


def project(folder, **sources):
    """A checkout with these sources."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in sources.items():
        path = folder / name.replace("__", "/").replace("_", " ")
        path = path.with_name(f"{path.name}.app")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


class Pipelines:
    """What runs in pipelines, run here."""

    def __init__(self, wharf, tool, scratch):
        self.wharf, self.tool, self.scratch = wharf, tool, scratch
        self.log = scratch / "cargo.log"
        self.path = path_with(scratch / "bin", cargo=cargo(self.log, wharf))

    def asked(self):
        """What cargo was asked for since this was asked."""
        out = self.log.read_text("utf-8").splitlines() if self.log.is_file() else []
        self.log.unlink(missing_ok=True)
        return out

    def action(self):
        """The action, in checkouts that are good and bad."""
        bad, good, warned = faults.BAD, faults.GOOD, faults.GOOD.replace("{", "{ let unused = 1;", 1)
        temp, top = self.scratch / "temp", self.scratch / "check out é"
        runner = Runner(top, temp, self.path)

        def run(code, given=None, annotations=0, **sources):
            project(top, **sources)
            ended, out, err = runner.run(ACTION, given or {})
            commands = [report_forms.command(line) for line in out.splitlines()]
            name = f"the action with {given} on {sorted(sources)}"
            expect(name, ended == code and len(commands) == annotations, f"{ended}\n{out}{err}")
            expect(f"{name}: every line is a command", all(commands), out)
            return [c[1] for c in commands if c], err

        run(0, a=good)
        asked = self.asked()
        once = len(asked) == 1 and asked[0].startswith("install --locked --path ")
        expect("cargo is asked once for what is locked", once, asked)
        path = Path(asked[0].split(" --path ")[1].split(" --root ")[0])
        expect("the command line's package", path.resolve() == ROOT / "crates/cli", path)
        found, err = run(1, a=good, d__b_c=bad, annotations=1)
        expect("the file, from the checkout", found[0]["file"] == "d/b c.app" and found[0]["line"] == "9", found)
        expect("people read it in the log", "error[W0201]" in err, err)
        expect("what is installed stays", self.asked() == [])

        run(0, {"paths": "a.app x"}, a=good, x__b=good.replace("good", "b"), y__c=bad)
        run(1, {"paths": "x y"}, annotations=1, x__b=good, y__c=bad)
        run(0, {"paths": "x y\n"}, x_y__b=good, z=bad)
        run(1, {"paths": "x y\nz.app\n"}, annotations=1, x_y__b=good, z=bad)
        run(2, {"paths": "nowhere"}, a=good)
        run(0, annotations=1, a=warned)
        run(1, {"args": "--deny-warnings"}, annotations=1, a=warned)
        found, _ = run(1, {"args": "--deny-warnings\n--env nowhere\n"}, annotations=1, a=warned)
        expect("arguments of a second line count", "W0201" in found[0]["title"], found)
        run(2, {"args": "--wrong"}, a=good)
        # What an input holds is a word to the shell, and `*` no pattern.
        run(2, {"paths": "$(touch${IFS}x) ; touch x"}, a=good)
        run(2, {"args": "--set `touch x` *"}, a=good)
        expect("nothing of an input was run", not list(top.glob("x*")) and not list(temp.glob("x*")))
        found, _ = run(1, {"working-directory": "d"}, annotations=1, a=bad.replace("bad", "a"), d__b=bad)
        expect("annotations name files from the checkout", found[0]["file"] == "d/b.app", found)
        for folder in (".", "d"):
            run(1, {"sarif": "o ut.sarif", "working-directory": folder}, annotations=1, d__b=bad)
            self.sarif(top / "o ut.sarif", "d/b.app")
        log = self.scratch / "absolute.sarif"
        run(1, {"sarif": str(log)}, annotations=1, d__b=bad)
        self.sarif(log, "d/b.app")

        shutil.rmtree(temp / "wharf")
        link = self.scratch / "bin/wharf-of-mine"
        link.symlink_to(self.wharf)
        run(1, {"wharf": link.name}, annotations=1, a=bad)
        run(127, {"wharf": "no-such-wharf"}, a=good)
        expect("nothing is built where a compiler is named", self.asked() == [])

    def sarif(self, log, uri):
        """A log that GitHub takes, with the file by its way from the checkout."""
        text = log.read_text("utf-8")
        results = json.loads(text)["runs"][0]["results"]
        expect(f"{log} names {uri}", f'"uri":"{uri}"' in text and len(results) == 1, text)
        said = multitool(self.tool, [log], self.scratch)
        expect(f"{log} is not valid", not said, said)

    def workflow(self, text):
        """The workflow of the page, on a checkout with a fault."""
        top = project(self.scratch / "workflow", deploy__shop=faults.BAD)
        steps = yaml.safe_load(text)["jobs"]["check"]["steps"]
        uses = [step["uses"].partition("@")[0] for step in steps]
        due = ["actions/checkout", "OWNER/wharf/.github/actions/wharf", "github/codeql-action/upload-sarif"]
        expect("the workflow's steps", uses == due, uses)
        code, out, err = Runner(top, self.scratch / "temp", self.path).run(ACTION, steps[1]["with"])
        told = out.startswith("::error file=deploy/shop.app,")
        expect("the workflow fails on a fault", code == 1 and told, out + err)
        expect("the log is uploaded when the check fails", steps[2].get("if") == "always()")
        self.sarif(top / steps[2]["with"]["sarif_file"], "deploy/shop.app")

    def gitlab(self, text):
        """The job of the page: its lines are run as a runner does, one after another until one fails."""
        self.asked()
        job = yaml.safe_load(text)["wharf"]
        home = self.scratch / "home"
        for name, source, code in (("good", faults.GOOD, 0), ("stale", faults.GOOD, 1), ("bad", faults.BAD, 1)):
            top = project(self.scratch / f"gitlab {name}", d__shop=source)
            if name == "good":
                subprocess.run([self.wharf, "build", "."], cwd=top, capture_output=True, check=True)
            # The image of the job has cargo's programs on its PATH.
            env = {"PATH": f"{home}/.cargo/bin:{self.path}", "HOME": str(home), "CI_PROJECT_DIR": str(top)}
            ran = subprocess.run(
                ["bash", "-eo", "pipefail", "-c", "\n".join(job["script"])],
                cwd=top, env=env, capture_output=True, text=True, check=False,
            )  # fmt: skip
            said = ran.stdout + ran.stderr
            expect(f"the job on a {name} checkout", ran.returncode == code, f"{ran.returncode} {said}")
            reports = job["artifacts"]["reports"]
            issues = json.loads((top / reports["codequality"]).read_text("utf-8"))
            expect("the report", [i["location"]["path"] for i in issues] == ["d/shop.app"] * (name == "bad"), issues)
            expect("the tests", (top / reports["junit"]).read_text("utf-8").startswith("<?xml"))
            words = {"good": "current", "stale": "is missing", "bad": "W0201"}[name]
            expect(f"the log of a {name} checkout", words in said, said)
        asked = self.asked()
        locked = all(a.startswith("install --locked --git ") and a.endswith(" wharf-cli") for a in asked)
        expect("cargo installs the command line", asked and locked, asked)
        expect("reports are kept when the job fails", job["artifacts"]["when"] == "always")


def stale(wharf, scratch, text):
    """The lines that the page shows of `build --check` are those of a checkout where these things happened."""
    services = '\n  service {} {{ image "nginx:1.29"; user 101; port http 8080; ready tcp on http }}'
    source = "app shop {" + "".join(services.format(name) for name in ("api", "old", "web")) + "\n}\n"
    top = project(scratch / "stale", shop=source)
    subprocess.run([wharf, "build"], cwd=top, capture_output=True, check=True)
    (top / "shop.app").write_text(source.replace(services.format("old"), ""), "utf-8")
    outputs = top / "dist/shop/kubernetes"
    (outputs / "service-web.yaml").unlink()
    (outputs / "service-api.yaml").write_text("mine", "utf-8")
    ran = subprocess.run([wharf, "build", "--check"], cwd=top, capture_output=True, text=True, check=False)
    missing = set(text.splitlines()) - set(ran.stdout.splitlines())
    expect(f"`build --check` prints {missing}", ran.returncode == 1 and not missing, ran.stdout)


def main(wharf, check, tool, scratch):
    scratch = Path(scratch)
    page = blocks(PAGE)
    files = {b.attribute("file"): b.text for b in page if b.language == "yaml"}
    expect("the files of the page", files.keys() == SCHEMAS.keys() | ELSEWHERE, list(files))
    # Lines for a shell are those that install completions, which are run in that step.
    expect("the languages of the page", {b.language for b in page} == {"yaml", "text", "sh"}, {b.info for b in page})
    schemas(check, scratch, files)
    pipelines = Pipelines(wharf, tool, scratch)
    pipelines.action()
    pipelines.workflow(files[".github/workflows/wharf.yml"])
    pipelines.gitlab(files[".gitlab-ci.yml"])
    texts = [b.text for b in page if b.language == "text"]
    expect("one block of text", len(texts) == 1)
    stale(wharf, scratch, texts[0])
    print("\n".join(complaints))
    print(f"pipelines: {len(complaints)} complaints")
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
