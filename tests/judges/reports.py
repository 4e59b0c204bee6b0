"""Writes what is found in every form, for every project of `faults`, and has each form judged by what reads it.

usage: reports.py WHARF VALIDATOR SCRATCH
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import faults
import report_forms
from report_sarif import Log, multitool

ROOT = Path(__file__).resolve().parents[2]
FORMS = {"json": "json", "sarif": "sarif", "github": "txt", "gitlab": "gitlab.json", "junit": "xml"}


class Checked:
    """A project on disk, and the reports of it."""

    def __init__(self, wharf, project, scratch, number):
        self.wharf, self.project = wharf, project
        # A space and a letter that is not ASCII are above everything.
        self.top = scratch / "a é" / project.name
        self.out = scratch / "reports"
        self.out.mkdir(exist_ok=True)
        self.number = number
        for path, content in project.files.items():
            file = self.top / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        self.cwd = self.top / project.folder
        self.base = self.top / project.checkout if project.checkout else self.cwd

    def report(self, form):
        return self.out / f"{self.number}.{FORMS[form]}"

    def run(self, formats):
        """Checks it. Notes are in every form."""
        env = {k: v for k, v in os.environ.items() if k not in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")}
        if self.project.checkout:
            env["GITHUB_WORKSPACE"] = str(self.base)
        command = [self.wharf, "check", "--notes", *formats, *self.project.arguments]
        return subprocess.run(command, cwd=self.cwd, env=env, capture_output=True, text=True, check=False)

    def judge(self):
        """Complaints about the reports, but for what the validator of SARIF says."""
        ran = self.run([f"--format={form}={self.report(form)}" for form in FORMS])
        if ran.returncode not in (0, 1) or "panicked" in ran.stderr:
            return [f"ended with {ran.returncode}: {ran.stderr}"]
        text = {form: self.report(form).read_text("utf-8") for form in FORMS}
        found = json.loads(text["json"])["diagnostics"]
        deny = "--deny-warnings" in self.project.arguments
        fails = lambda d: d["severity"] == "error" or (deny and d["severity"] == "warning")
        out = []
        if ran.returncode != any(map(fails, found)):
            out.append(f"ended with {ran.returncode}")
        self.log = Log(json.loads(text["sarif"]), self.cwd)
        out += [f"sarif: {f}" for f in self.log.judge(found)]
        out += [f"github: {f}" for f in report_forms.github(text["github"], found, self.base)]
        out += [f"gitlab: {f}" for f in report_forms.gitlab(json.loads(text["gitlab"]), found, self.base)]
        out += [f"junit: {f}" for f in report_forms.junit(self.report("junit"), found, fails)]
        return out

    def judge_fixes(self):
        """Applies each fix of the SARIF log by itself, and looks whether what it mends is gone."""
        out, fixes = [], 0
        for result in self.log.run["results"]:
            for fix in result.get("fixes", []):
                fixes += 1
                mended = self.log.mended(fix)
                before = {path: path.read_bytes() for path in mended}
                for path, text in mended.items():
                    path.write_bytes(text.encode())
                again = json.loads(self.run(["--format=sarif"]).stdout)["runs"][0]["results"]
                title = f"{result['ruleId']}: {fix['description']['text']}"
                if all(before[path] == text.encode() for path, text in mended.items()):
                    out.append(f"{title}: changes nothing")
                if count(again, result) >= count(self.log.run["results"], result):
                    out.append(f"{title}: does not mend it")
                codes = {r["ruleId"] for r in self.log.run["results"] if r["level"] == "error"}
                new = {r["ruleId"] for r in again if r["level"] == "error"} - codes
                if fix["properties"]["applicability"] == "safe" and new:
                    out.append(f"{title}: is safe, and brings {sorted(new)}")
                for path, content in before.items():
                    path.write_bytes(content)
        return out, fixes


def count(results, like):
    """How many of the results say the same of the same words, wherever these stand."""
    # The last four digits of a fingerprint number those.
    key = lambda result: result["partialFingerprints"]["wharf/v1"][:-4]
    return sum(key(r) == key(like) for r in results)


def main(wharf, tool, scratch):
    scratch = Path(scratch)
    complaints, codes, fixes, results = [], set(), 0, 0
    logs = {}
    for number, project in enumerate(faults.all_of(ROOT)):
        checked = Checked(wharf, project, scratch, number)
        said = checked.judge()
        if hasattr(checked, "log"):
            logs[checked.report("sarif").name] = project.name
            results += len(checked.log.run["results"])
            codes |= {r["ruleId"] for r in checked.log.run["results"]}
            if not said:
                said, n = checked.judge_fixes()
                fixes += n
        complaints += [f"{project.name}: {s}" for s in said]
    for name, said in multitool(tool, [scratch / "reports" / name for name in logs], scratch).items():
        complaints += [f"{logs[name]}: {s}" for s in said]
    print("\n".join(complaints))
    print(f"{len(logs)} projects, {results} results of {len(codes)} codes, {fixes} fixes: {len(complaints)} complaints")
    # What is compared with nothing is judged by nobody.
    return bool(complaints) or len(codes) < 80 or fixes < 50


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
