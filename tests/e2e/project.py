"""What a run has to know of a Compose project before it starts.

usage: project.py FOLDER < project.json: prints the images that it needs and does not build,
one a line, and writes to FOLDER
- override.json, for Compose: where a Dockerfile cannot be built as it is;
- port: where it answers from outside.
"""

import json
import re
import shutil
import sys
from pathlib import Path

FROM = re.compile(r"^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*$", re.I | re.M)
COPY = re.compile(r"^(?:COPY|ADD|RUN)\s.*?(?:--|,)from=([^\s,]+)", re.I | re.M)
ARG = re.compile(r"^ARG\s+(\w+)=\"?([^\"\s]*)\"?", re.I | re.M)
# Docker fetches the frontend that this line names, and here is no registry. Its own frontend
# reads the rest.
SYNTAX = re.compile(r"\A#\s*syntax\s*=.*\n", re.I)


def dockerfile_of(build):
    return Path(build["context"], build.get("dockerfile", "Dockerfile"))


def bases(text, given):
    """The images that a Dockerfile starts from or copies from, its own stages left out."""
    args = dict(ARG.findall(text[: text.upper().find("FROM ")])) | given
    stages = {"scratch"}
    for match in sorted([*FROM.finditer(text), *COPY.finditer(text)], key=lambda m: m.start()):
        name = re.sub(r"\$\{?(\w+)\}?", lambda m: args.get(m[1], m[0]), match[1])
        if name.lower() not in stages and not name.isdigit():
            yield name
        if match.re is FROM and match[2]:
            stages.add(match[2].lower())


def without_syntax(name, dockerfile, text, folder):
    """A copy of the Dockerfile, and of its ignore file, whose name follows the Dockerfile's."""
    copy = folder / f"{name}.Dockerfile"
    copy.write_text(SYNTAX.sub("", text))
    ignore = dockerfile.with_name(dockerfile.name + ".dockerignore")
    if ignore.exists():
        shutil.copy(ignore, copy.with_name(copy.name + ".dockerignore"))
    return str(copy)


def outside_port(services):
    """The gateway's port for HTTP; where there is no gateway, the first that is published."""
    ports = [p for service in services.values() for p in service.get("ports", [])]
    ports.sort(key=lambda port: port["target"] != 80)
    if not ports or not ports[0].get("published"):
        raise SystemExit("no port is published: nobody could ask from outside")
    return ports[0]["published"]


def main(folder):
    services = json.load(sys.stdin)["services"]
    needed, built, override = set(), set(), {}
    for name, service in services.items():
        build = service.get("build")
        if not build:
            needed.add(service["image"])
            continue
        built.add(service.get("image"))
        text = build.get("dockerfile_inline") or dockerfile_of(build).read_text()
        needed.update(bases(text, build.get("args") or {}))
        if "dockerfile_inline" not in build and SYNTAX.match(text):
            copy = without_syntax(name, dockerfile_of(build), text, folder)
            override[name] = {"build": {"dockerfile": copy}}
    (folder / "override.json").write_text(json.dumps({"services": override}))
    (folder / "port").write_text(outside_port(services))
    print("\n".join(sorted(needed - built)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
