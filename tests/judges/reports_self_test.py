"""The judges of reports take right ones and refuse wrong ones.

usage: reports_self_test.py WHARF VALIDATOR SCRATCH
"""

import copy
import json
import sys
from pathlib import Path

import faults
import report_forms
from report_sarif import Log, multitool
from reports import FORMS, Checked

SOURCES = {"a.app": faults.BAD.encode(), "b.app": faults.GOOD.replace("{", "{ let unused = 1;", 1).encode()}
RESULT = ("runs", 0, "results", 0)
PLACE = (*RESULT, "locations", 0, "physicalLocation")
# What is put where in a log, and what is said of it: by its judge, or by the validator.
WRONG_LOGS = [
    ((*RESULT, "ruleIndex"), 1, "with the rule 1"),
    ((*RESULT, "level"), "note", "level note"),
    ((*RESULT, "message", "text"), "?", "says: ?"),
    ((*RESULT, "locations"), [], "0 locations"),
    ((*PLACE, "region", "startColumn"), 36, "is at [(9, 36)"),
    ((*PLACE, "region", "endLine"), 99, "outside of the file"),
    ((*PLACE, "region", "endColumn"), 1, "is behind"),
    ((*PLACE, "artifactLocation", "uri"), "c.app", "no file"),
    ((*PLACE, "artifactLocation", "uri"), "same.app", "not in"),
    ((*PLACE, "artifactLocation", "uri"), "/a.app", "below its base"),
    ((*RESULT, "fixes"), [], "0 fixes, not 1"),
    ((*RESULT, "relatedLocations", 0, "physicalLocation", "region", "startColumn"), 99, "outside of the file"),
    (("runs", 0, "results", 1, "partialFingerprints"), None, "one fingerprint"),
    (("runs", 0, "tool", "driver", "rules", 0, "id"), "W0801", "two rules have one id"),
    (("runs", 0, "originalUriBaseIds", "%SRCROOT%", "uri"), "file:///nowhere", "end with a slash"),
    (("runs", 0, "tool", "driver", "rules", 0, "fullDescription"), {"text": ""}, "GH2012"),
    ((*RESULT, "locations"), [], "GH1015"),
    ((*RESULT, "ruleIndex"), 9, "SARIF1009"),
    ((*RESULT, "colour"), "red", "JSON1005"),
    ((*PLACE, "region", "endColumn"), 1, "SARIF1007"),
    (("runs", 0, "columnKind"), "bytes", "schema: $.runs[0].columnKind"),
]
WRONG_COMMANDS = [
    ("::error ", ":error ", "no command"),
    ("::error ", "::warning ", "a command warning"),
    (",line=9,", ",line=8,", "is in line 8"),
    ("endLine=9,", "endLine=10,", "columns of two lines"),
    ("file=a.app", "file=c.app", "no file c.app"),
    ("title=W0201", "title=W9999", "called W9999"),
    ("::service `web`", "::service%0A`web`", "says: service\n"),
    ("::service `web`", "::service\n`web`", "3 lines for 2"),
]
WRONG_ENTRIES = [
    ((0, "fingerprint"), "", "has the keys"),
    ((1, "fingerprint"), None, "one fingerprint"),
    ((0, "severity"), "error", "the severity error"),
    ((0, "location", "path"), "./a.app", "no file ./a.app"),
    ((0, "location", "lines", "begin"), 99, "is in lines"),
    ((0, "description"), "?", ": ?"),
]
WRONG_XML = [
    ('failures="1"', 'failures="2"', "2 failures, not 1"),
    ('tests="2"', 'tests="3"', "3 cases, not 2"),
    ("<failure ", "<error/><failure ", "has {'error'}"),
    ("<failure ", "<skipped/><failure ", "has {'skipped'}"),
    ("`web` has", "`web` had", "says: "),
    ("<system-out>", "<failure>", "is a failure"),
]


def put(document, path, value):
    """A copy of a document with something put at a place of it. `None` is what stands beside."""
    out = copy.deepcopy(document)
    part = out
    for key in path[:-1]:
        part = part[key]
    if value is None:
        other = out["runs"][0]["results"][0] if "runs" in out else out[0]
        value = other[path[-1]]
    part[path[-1]] = value
    return out


def main(wharf, tool, scratch):
    complaints = []
    project = Checked(wharf, faults.Faulty("self test", SOURCES), Path(scratch), 0)
    if said := project.judge():
        complaints.append(f"right reports are refused: {said}")
    text = {form: project.report(form).read_text("utf-8") for form in FORMS}
    found, base = json.loads(text["json"])["diagnostics"], project.cwd

    (base / "same.app").write_bytes(SOURCES["a.app"])

    def refused(what, words, said):
        if not any(words in line for line in said):
            complaints.append(f"{what} is not refused with {words!r}: {said}")

    logs = [put(json.loads(text["sarif"]), path, value) for path, value, _ in WRONG_LOGS]
    files = [project.out / f"wrong-{number}.sarif" for number in range(len(logs))]
    for file, log in zip(files, logs):
        file.write_text(json.dumps(log), "utf-8")
    validated = multitool(tool, files, Path(scratch))
    for (path, value, words), log, file in zip(WRONG_LOGS, logs, files):
        if words.startswith(("GH", "JSON", "SARIF", "schema")):
            said = validated.get(file.name, [])
        else:
            said = Log(log, base).judge(found)
        refused(f"{value!r} at {path}", words, said)

    for old, new, words in WRONG_COMMANDS:
        said = report_forms.github(text["github"].replace(old, new, 1), found, base)
        refused(f"{new!r} for {old!r}", words, said)
    for path, value, words in WRONG_ENTRIES:
        report = put(json.loads(text["gitlab"]), path, value)
        refused(f"{value!r} at {path}", words, report_forms.gitlab(report, found, base))
    file = Path(scratch) / "wrong.xml"
    for old, new, words in WRONG_XML:
        closing = (old.replace("<", "</"), new.replace("<", "</")) if new == "<failure>" else ("", "")
        file.write_text(text["junit"].replace(old, new).replace(*closing), "utf-8")
        refused(f"{new!r} for {old!r}", words, report_forms.junit(file, found, lambda d: d["severity"] == "error"))
    print("\n".join(complaints))
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
