"""What must hold between the objects of one folder, and no schema sees: names stand once,
selectors select something, references lead somewhere."""

import re
from collections import Counter

CLUSTER_WIDE = {
    "Namespace",
    "ClusterRole",
    "ClusterRoleBinding",
    "CustomResourceDefinition",
    "PersistentVolume",
    "PriorityClass",
    "StorageClass",
    "IngressClass",
    "GatewayClass",
    "ClusterIssuer",
}


def namespace(item):
    return None if item["kind"] in CLUSTER_WIDE else item["metadata"].get("namespace", "default")


def dig(value, *path, default=None):
    for step in path:
        if not isinstance(value, dict):
            return default
        value = value.get(step)
    return default if value is None else value


def pod_template(item):
    """The template of the pods that an object makes; None where it makes none."""
    if item["kind"] == "CronJob":
        return dig(item, "spec", "jobTemplate", "spec", "template")
    if item["kind"] in {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"}:
        return dig(item, "spec", "template")
    return item if item["kind"] == "Pod" else None


def selects(labels, selector):
    """A label selector of the API machinery: matchLabels and matchExpressions, all of them."""
    for key, value in dig(selector, "matchLabels", default={}).items():
        if labels.get(key) != value:
            return False
    for rule in dig(selector, "matchExpressions", default=[]):
        value, values = labels.get(rule["key"]), rule.get("values", [])
        holds = {
            "In": value in values,
            "NotIn": value not in values,
            "Exists": value is not None,
            "DoesNotExist": value is None,
        }[rule["operator"]]
        if not holds:
            return False
    return True


class Folder:
    """The objects of a folder, by what the checks ask for."""

    def __init__(self, objects, external):
        self.external = external
        self.items = {(i["kind"], namespace(i), i["metadata"].get("name")): i for _, i in objects}
        # Settings without a default: the deployer adds them, as the file of the ConfigMap says.
        self.awaited = {
            (item["metadata"].get("name"), key)
            for path, item in objects
            if item["kind"] == "ConfigMap"
            for key in re.findall(r"^# (\w+) has to be set:", path.read_text(), re.MULTILINE)
        }
        self.pods = []
        for _, item in objects:
            template = pod_template(item)
            if template is not None:
                labels = dig(template, "metadata", "labels", default={})
                self.pods.append((namespace(item), labels, template))

    def find(self, kind, space, name):
        return self.items.get((kind, space, name))

    def selected(self, space, selector):
        return [t for s, labels, t in self.pods if s == space and selects(labels, selector)]

    def declared_claims(self, item):
        names = dig(item, "spec", "volumeClaimTemplates", default=[])
        return {dig(claim, "metadata", "name") for claim in names}


def containers(pod):
    return [*pod.get("initContainers", []), *pod.get("containers", [])]


def port_names(pod):
    ports = [p for c in containers(pod) for p in c.get("ports", [])]
    return {p.get("name") for p in ports} | {p.get("containerPort") for p in ports}


def references(pod):
    """Every (kind, name, keys, optional) that a pod's specification refers to. A Secret is not
    among them where its values are only known when deploying, which the caller decides."""
    for volume in pod.get("volumes", []):
        claim = dig(volume, "persistentVolumeClaim", "claimName")
        if claim:
            yield "PersistentVolumeClaim", claim, [], False
        sources = [volume, *dig(volume, "projected", "sources", default=[])]
        for source in sources:
            for kind, word, name in (
                ("ConfigMap", "configMap", "name"),
                ("Secret", "secret", "secretName" if source is volume else "name"),
            ):
                ref = source.get(word)
                if ref:
                    keys = [entry["key"] for entry in ref.get("items", [])]
                    yield kind, ref.get(name), keys, ref.get("optional", False)
    for container in containers(pod):
        for entry in container.get("envFrom", []):
            for kind, word in (("ConfigMap", "configMapRef"), ("Secret", "secretRef")):
                if word in entry:
                    yield kind, entry[word]["name"], [], entry[word].get("optional", False)
        for entry in container.get("env", []):
            for kind, word in (("ConfigMap", "configMapKeyRef"), ("Secret", "secretKeyRef")):
                ref = dig(entry, "valueFrom", word)
                if ref:
                    yield kind, ref["name"], [ref["key"]], ref.get("optional", False)


def check_pod(folder, item):
    template = pod_template(item)
    pod, space = dig(template, "spec", default={}), namespace(item)
    claims = folder.declared_claims(item)
    volumes = {v["name"] for v in pod.get("volumes", [])} | claims
    for container in containers(pod):
        for mount in container.get("volumeMounts", []):
            if mount["name"] not in volumes:
                yield f"container {container['name']} mounts {mount['name']}, no volume"
        names = Counter(e["name"] for e in container.get("env", []))
        for name, count in names.items():
            if count > 1:
                yield f"container {container['name']} sets {name} {count} times"
    for kind, name, keys, optional in references(pod):
        found = folder.find(kind, space, name)
        if found is None:
            # The values of secrets are not the compiler's to know: an object of the cluster.
            if kind != "Secret" and not optional and (kind, name) not in folder.external:
                yield f"refers to {kind} {name}, which is not among the objects"
            continue
        has = {k for w in ("data", "stringData", "binaryData") for k in dig(found, w, default={})}
        missing = [] if optional else [key for key in keys if key not in has]
        for key in missing:
            if kind == "ConfigMap" and (name, key) in folder.awaited:
                continue
            yield f"refers to {kind} {name} key {key}, which it does not have"
    account = pod.get("serviceAccountName")
    if account not in (None, "default") and not folder.find("ServiceAccount", space, account):
        yield f"refers to ServiceAccount {account}, which is not among the objects"


def check_workload(folder, item):
    selector = dig(item, "spec", "selector")
    labels = dig(pod_template(item), "metadata", "labels", default={})
    if selector is not None and not selects(labels, selector):
        yield "its selector does not match the labels of its own pods"
    if item["kind"] == "StatefulSet":
        name = dig(item, "spec", "serviceName")
        service = folder.find("Service", namespace(item), name)
        if name and not service:
            yield f"its serviceName {name} is no Service"
        elif service and dig(service, "spec", "clusterIP") != "None":
            yield f"its Service {name} is not headless"


def check_service(folder, item):
    labels = dig(item, "spec", "selector")
    if labels is None:
        return
    pods = folder.selected(namespace(item), {"matchLabels": labels})
    if not pods:
        yield f"its selector {labels} matches no pod"
        return
    for port in dig(item, "spec", "ports", default=[]):
        aim = port.get("targetPort", port["port"])
        if not any(aim in port_names(dig(pod, "spec", default={})) for pod in pods):
            yield f"its port {port['port']} leads to {aim}, which no pod declares"


def check_backend(folder, space, name, port):
    service = folder.find("Service", space, name)
    if service is None:
        yield f"leads to Service {name}, which is not among the objects"
        return
    ports = dig(service, "spec", "ports", default=[])
    if port not in {p["port"] for p in ports} | {p.get("name") for p in ports}:
        yield f"leads to port {port} of Service {name}, which it does not have"


def check_routes(folder, item):
    space = namespace(item)
    if item["kind"] == "Ingress":
        paths = [p for r in dig(item, "spec", "rules", default=[]) for p in r["http"]["paths"]]
        backends = [dig(p, "backend", "service") for p in paths]
        backends.append(dig(item, "spec", "defaultBackend", "service"))
        for b in filter(None, backends):
            port = dig(b, "port", "number") or dig(b, "port", "name")
            yield from check_backend(folder, space, b["name"], port)
    else:
        yield from check_parents(folder, item)
        for rule in dig(item, "spec", "rules", default=[]):
            for b in rule.get("backendRefs", []):
                where = b.get("namespace", space)
                yield from check_backend(folder, where, b["name"], b.get("port"))


def check_parents(folder, item):
    """A Gateway that is among the objects has the listener that a route names."""
    space = namespace(item)
    for parent in dig(item, "spec", "parentRefs", default=[]):
        gateway = folder.find("Gateway", parent.get("namespace", space), parent["name"])
        listeners = {x["name"] for x in dig(gateway or {}, "spec", "listeners", default=[])}
        section = parent.get("sectionName")
        if gateway and section and section not in listeners:
            yield f"is for the listener {section} of Gateway {parent['name']}, which has none of this name"


def check_selector(folder, item):
    """Policies and budgets: an empty selector means all pods; any other must match one."""
    word = "podSelector" if item["kind"] == "NetworkPolicy" else "selector"
    selector = dig(item, "spec", word)
    if selector and not folder.selected(namespace(item), selector):
        yield f"its {word} matches no pod"


def check_scale(folder, item):
    aim = dig(item, "spec", "scaleTargetRef", default={})
    workload = folder.find(aim.get("kind", "Deployment"), namespace(item), aim.get("name"))
    if workload is None:
        yield f"scales {aim.get('name')}, which is not among the objects"
    elif "replicas" in workload.get("spec", {}):
        yield f"scales {aim['name']}, whose own replicas would undo that at each apply"


def check_binding(folder, item):
    ref, space = item.get("roleRef", {}), namespace(item)
    where = None if ref.get("kind") == "ClusterRole" else space
    # The cluster brings roles of its own (view, edit, system:…).
    if ref.get("kind") == "Role" and not folder.find("Role", where, ref.get("name")):
        yield f"binds Role {ref.get('name')}, which is not among the objects"
    for subject in item.get("subjects", []):
        if subject["kind"] == "ServiceAccount":
            if not folder.find("ServiceAccount", subject.get("namespace", space), subject["name"]):
                yield f"binds ServiceAccount {subject['name']}, which is not among the objects"


CHECKS = {
    "Service": check_service,
    "Ingress": check_routes,
    "GRPCRoute": check_routes,
    "HTTPRoute": check_routes,
    "NetworkPolicy": check_selector,
    "PodDisruptionBudget": check_selector,
    "HorizontalPodAutoscaler": check_scale,
    "ScaledObject": check_scale,
    "RoleBinding": check_binding,
    "ClusterRoleBinding": check_binding,
}


def check(objects, external):
    """All that is wrong between the objects, given as (path, object). External are the
    (kind, name) that an example declares to be in the cluster already."""
    names = Counter((i["kind"], namespace(i), i["metadata"].get("name")) for _, i in objects)
    folder = Folder(objects, external)
    for path, item in objects:
        key = (item["kind"], namespace(item), item["metadata"].get("name"))
        if names[key] > 1:
            yield f"{path}: {key[0]}/{key[2]}: stands {names[key]} times in namespace {key[1]}"
        said = []
        if pod_template(item) is not None:
            said += [*check_workload(folder, item), *check_pod(folder, item)]
        if item["kind"] in CHECKS:
            said += CHECKS[item["kind"]](folder, item)
        for words in said:
            yield f"{path}: {key[0]}/{key[2]}: {words}"
