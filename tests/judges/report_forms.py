"""Judges the forms other than SARIF, each as the service that reads it does, beside what the JSON form found."""

import re
from collections import Counter
from xml.etree import ElementTree

import junitparser

# What GitLab's documentation of the form names.
GITLAB_SEVERITIES = {"info", "minor", "major", "critical", "blocker"}
COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def command(line):
    """A workflow command as the runner of GitHub reads it: its name, its properties and its message."""
    match = re.fullmatch(r"::([^ :]+)(?: (.*?))?::(.*)", line)
    if not match:
        return None
    properties = {}
    for pair in (match[2] or "").split(","):
        key, _, value = pair.partition("=")
        for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            value = value.replace(code, char)
        properties[key.strip()] = value
    message = match[3]
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        message = message.replace(code, char)
    return match[1], properties, message


def github(text, found, base):
    """Every line is a command, and says what its diagnostic says."""
    faults = []
    lines = text.split("\n")
    if lines.pop() != "" or len(lines) != len(found):
        return [f"{len(lines)} lines for {len(found)} diagnostics"]
    for line, diagnostic in zip(lines, found):
        read = command(line)
        if read is None:
            faults.append(f"no command: {line}")
            continue
        name, properties, message = read
        code = diagnostic["code"]
        if name != COMMANDS[diagnostic["severity"]]:
            faults.append(f"{code} is a command {name}")
        if not message.startswith(diagnostic["message"]):
            faults.append(f"{code} says: {message}")
        if not properties.get("title", "").startswith(code):
            faults.append(f"{code} is called {properties.get('title')}")
        if unknown := properties.keys() - {"file", "line", "endLine", "col", "endColumn", "title"}:
            faults.append(f"{code} has {unknown}")
        if "file" in properties and not (base / properties["file"]).is_file():
            faults.append(f"there is no file {properties['file']}")
        # The runner takes columns of one line only.
        if "endColumn" in properties and properties["line"] != properties["endLine"]:
            faults.append(f"{code} has columns of two lines")
        if "line" in properties and int(properties["line"]) != diagnostic["line"]:
            faults.append(f"{code} is in line {properties['line']}, not {diagnostic['line']}")
    return faults


def gitlab(report, found, base):
    """The required keys of each entry, and paths that GitLab can show: from the checkout, without `./`."""
    faults = []
    if len(report) != len(found):
        faults.append(f"{len(report)} entries for {len(found)} diagnostics")
    if len({e["fingerprint"] for e in report}) != len(report):
        faults.append("two entries have one fingerprint: GitLab shows one of them")
    for entry, diagnostic in zip(report, found):
        code = diagnostic["code"]
        keys = {"description", "check_name", "fingerprint", "severity", "location"}
        if entry.keys() != keys or not all(entry[k] for k in keys):
            faults.append(f"{code} has the keys {sorted(entry)}")
            continue
        if entry["severity"] not in GITLAB_SEVERITIES:
            faults.append(f"{code} has the severity {entry['severity']}")
        if not (entry["description"].startswith(diagnostic["message"]) and entry["check_name"].startswith(code)):
            faults.append(f"{code} is {entry['check_name']}: {entry['description']}")
        path, lines = entry["location"]["path"], entry["location"]["lines"]
        if path.startswith("./") or not (base / path).is_file():
            faults.append(f"{code}: there is no file {path}")
        if not 1 <= lines["begin"] <= lines["end"]:
            faults.append(f"{code} is in lines {lines}")
    return faults


def junit(path, found, fails):
    """What a parser of JUnit's XML reads: a case for each diagnostic, and counts that add up."""
    faults = []
    root = ElementTree.fromstring(path.read_bytes())
    names = Counter(e.tag for e in root.iter())
    if unknown := names.keys() - {"testsuites", "testsuite", "testcase", "failure", "system-out"}:
        faults.append(f"it has {unknown}")
    xml = junitparser.JUnitXml.fromfile(str(path))
    suites = list(xml)
    cases = [case for suite in suites for case in suite]
    failed = [case for case in cases if case.is_failure]
    for what, count, due in (
        ("suites", len(suites), 1),
        ("cases", xml.tests, len(cases)),
        ("cases of the suite", suites[0].tests, len(cases)),
        ("failures", xml.failures, len(failed)),
        ("failures of the suite", suites[0].failures, len(failed)),
        ("failures", len(failed), sum(map(fails, found))),
        ("errors", xml.errors, 0),
    ):
        if count != due:
            faults.append(f"{count} {what}, not {due}")
    if len(cases) < max(1, len(found)):
        faults.append(f"{len(cases)} cases for {len(found)} diagnostics")
    for case, diagnostic in zip(cases, found):
        code, said = diagnostic["code"], case.system_out or "".join(r.text or "" for r in case.result)
        if not (case.name and case.classname and case.name.endswith(code)):
            faults.append(f"{code} is the case {case.name} of {case.classname}")
        # XML cannot hold most control characters.
        message = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", diagnostic["message"])
        if message not in said:
            faults.append(f"{code} says: {said}")
        if case.is_failure != fails(diagnostic):
            faults.append(f"{code} is a failure: {case.is_failure}")
    return faults
