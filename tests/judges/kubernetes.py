"""Judges manifests: schemas of four Kubernetes versions, then what holds between objects.

usage: kubernetes.py NODE_MODULES FOLDER...

The schemas are those of `kubernetes-validate --strict`. Its own command reads them anew for
every object, says only the first error, and lets an unknown kind pass with a warning. Kinds of add-ons
are custom/judge.mjs's to judge.
"""

import functools
import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import jsonschema
import kubernetes_validate
import yaml
from packaging.version import Version
from referencing import Registry, Resource

import kubernetes_links
import strict_yaml

# The groups of the add-ons that Wharf writes for, which custom/judge.mjs knows.
CUSTOM = {"bitnami.com", "cert-manager.io", "external-secrets.io", "gateway.networking.k8s.io", "keda.sh"}
SCHEMAS = Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema"
HERE = Path(__file__).parent


def versions():
    """The newest four minor versions that the package knows, the newest last."""
    newest = {}
    for name in SCHEMAS.glob("v*-local-strict"):
        version = Version(name.name[1:].split("-")[0])
        newest[version.release[:2]] = max(version, newest.get(version.release[:2], version))
    return [str(newest[minor]) for minor in sorted(newest)[-4:]]


@functools.cache
def listed(word):
    """The entries of kubernetes.txt that begin with this word."""
    lines = (HERE / "kubernetes.txt").read_text(encoding="utf-8").splitlines()
    return {tuple(line.split()[1:]) for line in lines if line.startswith(f"{word} ")}


@functools.cache
def definitions(version):
    text = (SCHEMAS / f"v{version}-local-strict" / "_definitions.json").read_text("utf-8")
    return Resource.from_contents(json.loads(text))


@functools.cache
def validator(version, api_version, kind):
    """None where this version has no such kind."""
    # rbac.authorization.k8s.io/v1 is rbac-v1 in the names of the files.
    group = re.sub(r"^([^./]*)(?:\.[^/]*)?/", r"\1-", api_version)
    file = SCHEMAS / f"v{version}-local-strict" / f"{kind.lower()}-{group}.json"
    if not file.exists():
        return None
    schema = json.loads(file.read_text("utf-8"))
    registry = definitions(version) @ (Resource.from_contents(schema) @ Registry())
    return jsonschema.Draft202012Validator(schema, registry=registry)


class Custom:
    """The judge of custom resources: a process that answers each object with what is wrong."""

    def __init__(self, modules):
        command = ["node", str(HERE / "custom" / "judge.mjs"), modules]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def errors(self, item):
        print(json.dumps(item), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit("custom/judge.mjs does not answer")
        return json.loads(answer)


def schema_errors(item, custom):
    """What each version says of one object, the same words only once."""
    api_version, kind = item["apiVersion"], item["kind"]
    if (api_version, kind) in listed("kind"):
        return
    if api_version.partition("/")[0] in CUSTOM:
        yield from custom.errors(item)
        return
    said = defaultdict(list)
    for version in versions():
        check = validator(version, api_version, kind)
        if check is None:
            said[f"no kind {kind} in {api_version}"].append(version)
            continue
        for error in check.iter_errors(item):
            where = ".".join(map(str, error.absolute_path)) or "top"
            said[f"{where}: {error.message}"].append(version)
    for words, where in said.items():
        yield f"{words} (Kubernetes {', '.join(where)})"


def shaped(item):
    """Whether the rest of the checks can rely on the words every object has."""
    return (
        isinstance(item, dict)
        and isinstance(item.get("apiVersion"), str)
        and isinstance(item.get("kind"), str)
        and (item["kind"] == "Kustomization" or isinstance(item.get("metadata"), dict))
    )


def judge(files, custom, external):
    """All that is wrong in one folder, which is what one `kubectl apply -R -f` is given."""
    objects = []
    for path in files:
        try:
            documents = strict_yaml.read(path)
        except yaml.YAMLError as error:
            yield f"{path}: {error}"
            continue
        if not documents:
            yield f"{path}: no object in it"
        for item in documents:
            if not shaped(item):
                yield f"{path}: not an object with apiVersion, kind and metadata: {item!r}"
                continue
            name = f"{item['kind']}/{item.get('metadata', {}).get('name')}"
            for error in schema_errors(item, custom):
                yield f"{path}: {name}: {error}"
            if item["kind"] == "Kustomization":
                for listed in item.get("resources", []):
                    if not (path.parent / listed).exists():
                        yield f"{path}: {listed} does not exist"
            elif item["kind"] == "List":
                yield f"{path}: a List hides its objects from the other checks"
            else:
                objects.append((path, item))
    yield from kubernetes_links.check(objects, external)


def main(modules, folders):
    by_folder = defaultdict(list)
    for path in strict_yaml.files(folders, "kubernetes/**/*.yaml", "kubernetes/**/*.yml"):
        by_folder[next(f for f in path.parents if f.name == "kubernetes")].append(path)
    custom, external = Custom(modules), listed("external")
    failed = False
    for files in by_folder.values():
        for said in judge(files, custom, external):
            failed = True
            print(said)
    print(f"{sum(map(len, by_folder.values()))} files, Kubernetes {', '.join(versions())}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
