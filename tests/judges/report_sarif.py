"""Judges a SARIF log: what its schema cannot say.

Places lie inside their files and are those of the JSON form, rules and results fit together, and what GitHub asks
for is there. `multitool` has the log judged by the schema and by Microsoft's rules.
"""

import json
import os
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlparse

import jsonschema

# Rules of the validator that do not hold here.
UNWANTED = {
    "SARIF2005": "an `informationUri` needs an address that the project is at; it has none yet",
}
LEVELS = {"error": 0, "warning": 1, "note": 2}


def lines_of(path):
    """The lines of a file as SARIF counts them: in characters, without what ends them."""
    text = path.read_bytes().decode("utf-8", "replace")
    return [line.removesuffix("\r") for line in text.split("\n")]


class Log:
    """A log beside the files it speaks of."""

    def __init__(self, log, base):
        self.run = log["runs"][0]
        self.base = base
        self.faults = []

    def path(self, artifact):
        """The file that an artifactLocation names."""
        uri = artifact["uri"]
        if name := artifact.get("uriBaseId"):
            root = self.run["originalUriBaseIds"][name]["uri"]
            if not root.endswith("/"):
                self.faults.append(f"the base {root} does not end with a slash")
            if urlparse(uri).scheme or uri.startswith(("/", "..")):
                self.faults.append(f"{uri} does not lie below its base")
            uri = root + uri
        url = urlparse(uri)
        if url.scheme != "file" or url.query or url.fragment:
            self.faults.append(f"{uri} is no file's address")
        return Path(unquote(url.path, errors="strict"))

    def cut(self, physical):
        """The offsets in characters of a place, if it is one."""
        path, region = self.path(physical["artifactLocation"]), physical.get("region")
        if not path.is_file():
            self.faults.append(f"there is no file {path}")
            return None
        if region is None:
            self.faults.append(f"no region in {path.name}")
            return None
        lines = lines_of(path)
        spots = [(region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"])]
        for line, column in spots:
            # A line end of two characters may be inside of what is marked.
            if not (1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 2):
                self.faults.append(f"{path.name}:{line}:{column} is outside of the file")
                return None
        if spots[0] > spots[1]:
            self.faults.append(f"{path.name}: {spots[0]} is behind {spots[1]}")
            return None
        return spots

    def judge(self, found):
        """Compares the log with what the JSON form found, notes included in both."""
        rules, results = self.run["tool"]["driver"]["rules"], self.run["results"]
        used = {r["ruleIndex"] for r in results}
        if sorted(used) != list(range(len(rules))):
            self.faults.append(f"results use the rules {sorted(used)} of {len(rules)}")
        if len({r["id"] for r in rules}) != len(rules):
            self.faults.append("two rules have one id")
        for rule in rules:
            if len(rule["fullDescription"]["text"]) > 1024 or len(rule["name"]) > 255:
                self.faults.append(f"{rule['id']} is longer than GitHub takes")
        if len(results) != len(found):
            self.faults.append(f"{len(results)} results, and {len(found)} diagnostics")
        prints = [json.dumps(r["partialFingerprints"], sort_keys=True) for r in results]
        if len(set(prints)) != len(prints):
            self.faults.append("two results have one fingerprint")
        for result, diagnostic in zip(results, found):
            self.judge_result(rules, result, diagnostic)
        return self.faults

    def judge_result(self, rules, result, diagnostic):
        """One result beside its diagnostic."""
        code = diagnostic["code"]
        index = result["ruleIndex"]
        if not 0 <= index < len(rules) or not rules[index]["id"] == result["ruleId"] == code:
            self.faults.append(f"{code} is {result['ruleId']}, with the rule {index}")
        if result["level"] != diagnostic["severity"]:
            self.faults.append(f"{code} is of level {result['level']}, not {diagnostic['severity']}")
        if not result["message"]["text"].startswith(diagnostic["message"]):
            self.faults.append(f"{code} says: {result['message']['text']}")
        # GitHub refuses a whole log for one result without a place.
        if len(result["locations"]) != 1:
            self.faults.append(f"{code} has {len(result['locations'])} locations")
            return
        physical = result["locations"][0]["physicalLocation"]
        spots = self.cut(physical)
        path = self.base / diagnostic["file"]
        if spots and path.is_file():
            if not os.path.samefile(path, self.path(physical["artifactLocation"])):
                self.faults.append(f"{code} is in {physical['artifactLocation']['uri']}, not in {path}")
            due = [spot(path, diagnostic["start"]), spot(path, diagnostic["end"])]
            if spots != due:
                self.faults.append(f"{code} is at {spots}, not at {due}")
        for related in result.get("relatedLocations", []):
            self.cut(related["physicalLocation"])
            if not related["message"]["text"]:
                self.faults.append(f"{code} has a related place that says nothing")
        if len(result.get("fixes", [])) != len(diagnostic["fixes"]):
            self.faults.append(f"{code} has {len(result.get('fixes', []))} fixes, not {len(diagnostic['fixes'])}")
        for fix in result.get("fixes", []):
            self.mended(fix)

    def mended(self, fix):
        """The files as the fix leaves them."""
        out = {}
        for change in fix["artifactChanges"]:
            path = self.path(change["artifactLocation"])
            if not path.is_file():
                self.faults.append(f"a fix is for {path}, which is no file")
                continue
            text = path.read_bytes().decode("utf-8")
            edits = []
            for replacement in change["replacements"]:
                region = replacement["deletedRegion"]
                if spots := self.cut({"artifactLocation": change["artifactLocation"], "region": region}):
                    content = replacement.get("insertedContent", {}).get("text", "")
                    edits.append((offset(text, *spots[0]), offset(text, *spots[1]), content))
            edits.sort()
            if any(a[1] > b[0] for a, b in zip(edits, edits[1:])):
                self.faults.append(f"{fix['description']['text']}: two replacements of it overlap")
            for start, end, content in reversed(edits):
                text = text[:start] + content + text[end:]
            out[path] = text
        return out


def spot(path, offset_in_bytes):
    """Line and column, in characters, of an offset in bytes; in a file that is no text, of what is read of it."""
    before = path.read_bytes().decode("utf-8", "replace").encode()[:offset_in_bytes].decode()
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def offset(text, line, column):
    """The offset of a line and column in a text."""
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column - 1


def multitool(tool, files, scratch):
    """What the schema that comes with Microsoft's validator says of each log, and the validator: by its rules and
    by those of GitHub's service. It does not hold a log to all that is in the schema."""
    schema = json.loads(Path(tool).with_name("sarif-2.1.0.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    said = {}
    # As many runs as GitHub takes in one log: the validator needs much longer for a log than for a run.
    for start in range(0, len(files), 20):
        logs = [(file.name, json.loads(file.read_text("utf-8"))) for file in files[start : start + 20]]
        for name, log in logs:
            lines = [f"schema: {e.json_path}: {e.message[:200]}" for e in validator.iter_errors(log)]
            said |= {name: lines} if lines else {}
        together = {**logs[0][1], "runs": [run for _, log in logs for run in log["runs"]]}
        (scratch / "together").mkdir(exist_ok=True)
        (scratch / f"together/{start}.sarif").write_text(json.dumps(together), "utf-8")
    out = scratch / "validated.sarif"
    command = [tool, "validate", "--rule-kind", "Sarif;Ghas", "--log", "ForceOverwrite", "--output", out]
    together = [scratch / f"together/{start}.sarif" for start in range(0, len(files), 20)]
    env = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    ran = subprocess.run([*command, *together], env=env, capture_output=True, text=True, check=False)
    if ran.returncode != 0 or f"{len(together)} files scanned" not in ran.stdout or not out.is_file():
        raise SystemExit(f"the validator did not run: {ran.stdout[-2000:]}{ran.stderr}")
    for result in json.loads(out.read_text("utf-8-sig"))["runs"][0]["results"]:
        if result["ruleId"] in UNWANTED:
            continue
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        arguments = "; ".join(result["message"].get("arguments", []))
        # The first argument is the place: `runs[3].results[0]`. Where it is none, one log stands for all.
        run = re.match(r"runs\[(\d+)\]", arguments)
        number = int(Path(uri).stem) + (int(run[1]) if run else 0)
        said.setdefault(files[number].name, []).append(f"{result['ruleId']}: {arguments}")
    return said
