"""Judges outputs by checkov's policies for Kubernetes and Dockerfiles.

usage: checkov.py CHECKOV PAGE FOLDER...: the tables of the page list what may be found, a row for each
check and reason: `| CHECK | what it asks | `PATTERN` … | reason |`. A finding that no row lists fails, and so
does a pattern that no finding fits any more. Patterns are of paths below the folders, `*` for any text.
"""

import json
import re
import subprocess
import sys
from collections import defaultdict
from fnmatch import fnmatchcase
from pathlib import Path

import strict_yaml
from kubernetes_links import pod_template

ROW = re.compile(r"^\| (CKV\w+) \| .*? \| ((?:`[^`]+` ?)+) \| (.*) \|$", re.M)


def listed(page):
    """The (check, pattern) of every row. A row without a reason, or two of the same, end the program."""
    text = Path(page).read_text("utf-8")
    rows, out = ROW.findall(text), []
    for check, patterns, reason in rows:
        if not reason.strip():
            raise SystemExit(f"{page}: {check} is listed without a reason")
        out += [(check, pattern) for pattern in re.findall(r"`([^`]+)`", patterns)]
    if len(out) != len(set(out)):
        raise SystemExit(f"{page}: something is listed twice")
    begun = len(re.findall(r"^\| CKV", text, re.M))
    if begun != len(rows):
        raise SystemExit(f"{page}: {begun} rows begin with a check, and {len(rows)} have the form")
    return out


def reports(checkov, folder):
    """What checkov says, one report for each of its frameworks."""
    command = [checkov, "--directory", str(folder), "--framework", "kubernetes", "dockerfile"]
    command += ["--skip-download", "--output", "json", "--compact", "--soft-fail"]
    # None of this machine's settings, and a proxy that is not there: it has nothing to ask the world.
    nowhere = {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
    run = subprocess.run(command, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"} | nowhere)
    if run.returncode:
        raise SystemExit(f"checkov: {run.returncode}\n{run.stderr}{run.stdout}")
    said = json.loads(run.stdout)
    return [r for r in (said if isinstance(said, list) else [said]) if "results" in r]


def due(folder):
    """The files that have to be judged: those that an image or a pod is made of."""
    out = {path for path in folder.rglob("Dockerfile")}
    for path in folder.rglob("kubernetes/*.yaml"):
        if any(pod_template(item) for item in strict_yaml.read(path) if item):
            out.add(path)
    if not out:
        raise SystemExit(f"neither a Dockerfile nor a manifest of pods below {folder}")
    return out


def main(checkov, page, folders):
    rows, needed, wrong, found = listed(page), set(), [], defaultdict(set)
    # Of a relative folder checkov's own paths are wrong.
    for folder in (Path(folder).resolve() for folder in folders):
        seen = set()
        for report in reports(checkov, folder):
            results, summary = report["results"], report["summary"]
            if summary["parsing_errors"]:
                wrong.append(f"{folder}: checkov cannot read {results.get('parsing_errors')}")
            for skipped in results["skipped_checks"]:
                wrong.append(f"{skipped['file_abs_path']}: {skipped['check_id']} is switched off in the output")
            for finding in results["failed_checks"]:
                path = Path(finding["file_abs_path"])
                name = f"{finding['check_id']} ({finding['check_name']})"
                found[finding["check_id"], str(path.relative_to(folder))].add(name)
            for result in [*results["passed_checks"], *results["failed_checks"]]:
                seen.add(Path(result["file_abs_path"]))
        wrong += [f"{path}: checkov did not look at it" for path in sorted(due(folder) - seen)]
    for (check, path), names in sorted(found.items()):
        fits = {(c, pattern) for c, pattern in rows if c == check and fnmatchcase(path, pattern)}
        needed |= fits
        if not fits:
            wrong += [f"{path}: {name}, which {page} does not list" for name in sorted(names)]
    for check, pattern in rows:
        if (check, pattern) not in needed:
            wrong.append(f"{page}: {check} is listed for {pattern} and not found there any more")
    print("\n".join([*wrong, f"{len(found)} findings, all listed" if not wrong else f"{len(wrong)} wrong"]))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
