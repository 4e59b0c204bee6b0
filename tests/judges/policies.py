"""Judges who may talk to whom: what the references of an app show is what its outputs allow.

usage: policies.py WHARF FOLDER...: each an app's outputs. Of every app with an isolated network, the graph that
`wharf graph` prints is compared with the NetworkPolicies, which are evaluated here as a network plugin does,
and with the networks of the Compose file.
"""

import re
import subprocess
import sys
from pathlib import Path

import yaml

from kubernetes_links import pod_template, selects

NODE = re.compile(r'^  (n\d+)[\[({>/]+"([^"]+)"')
EDGE = re.compile(r'^  (n\d+) (-->|---|-\.->)(?:\|"([^"]*)"\|)? (n\d+)$')


def graph(text):
    """The nodes, and the names of the ports at which one talks to another: {(from, to): ports}."""
    nodes, pairs = {}, {}
    for line in text.splitlines():
        if match := NODE.match(line):
            nodes[match[1]] = match[2]
        elif (match := EDGE.match(line)) and match[2] == "-->":
            ports = pairs.setdefault((nodes[match[1]], nodes[match[4]]), set())
            ports.update((match[3] or "").split(", "))
    return set(nodes.values()), pairs


def pods(folder):
    """The labels and ports of the pods of each declaration, by its name; helpers are in their owner's."""
    out = {}
    for path in sorted(folder.glob("kubernetes/*.yaml")):
        for item in yaml.safe_load_all(path.read_text("utf-8")):
            template = pod_template(item) if item else None
            if template:
                labels = template["metadata"]["labels"]
                containers = template["spec"]["containers"]
                ports = {p["name"]: p["containerPort"] for c in containers for p in c.get("ports", [])}
                out[labels["app.kubernetes.io/name"]] = (labels, ports)
    return out


def allowed(rules, key, labels, port):
    """Whether some rule lets this peer at this port; a rule without peers or ports lets all."""
    for rule in rules or []:
        peers, ports = rule.get(key), rule.get("ports")
        peer = peers is None or any(
            "podSelector" in p and "namespaceSelector" not in p and selects(labels, p["podSelector"]) for p in peers
        )
        if peer and (ports is None or any(p.get("port") in (None, port) for p in ports)):
            return True
    return False


def may(policies, sender, receiver, port):
    """Whether the policies let one pod reach a port of another: both ends have to."""
    ends = (("Egress", "egress", "to", sender, receiver), ("Ingress", "ingress", "from", receiver, sender))
    for kind, field, key, own, other in ends:
        bound = [p["spec"] for p in policies if kind in p["spec"]["policyTypes"] and selects(own, p["spec"]["podSelector"])]
        if bound and not any(allowed(spec.get(field), key, other, port) for spec in bound):
            return False
    return True


def judge_kubernetes(folder, names, pairs):
    path = folder / "kubernetes" / "network.yaml"
    policies = list(yaml.safe_load_all(path.read_text("utf-8")))
    # A canary is its service to the graph.
    all_pods = {name: pod for name, pod in pods(folder).items() if name in names}
    for sender, (labels, _) in all_pods.items():
        for receiver, (others, ports) in all_pods.items():
            if sender == receiver:
                continue
            due = pairs.get((sender, receiver), set())
            reached = {name for name, port in ports.items() if may(policies, labels, others, port)}
            for name in sorted(due - reached):
                yield f"{path}: {sender} refers to {name} of {receiver} and may not reach it"
            for name in sorted(reached - due):
                yield f"{path}: {sender} may reach {name} of {receiver} and does not refer to it"


def judge_compose(folder, names, pairs):
    path = folder / "compose.yaml"
    project = yaml.safe_load(path.read_text("utf-8"))
    networks = project.get("networks", {})
    member = {n: set(s.get("networks", [])) for n, s in project["services"].items()}
    for name, service in project["services"].items():
        if not service.get("networks") and not service.get("network_mode"):
            yield f"{path}: {name} is in a network with everybody"
    for a in sorted(names & set(member)):
        for b in sorted(names & set(member)):
            if a >= b:
                continue
            talk = (a, b) in pairs or (b, a) in pairs
            shared = member[a] & member[b]
            if talk and not shared:
                yield f"{path}: {a} and {b} talk and share no network"
            if not talk and shared:
                yield f"{path}: {a} and {b} do not talk and share {sorted(shared)}"
            if any(not (networks[n] or {}).get("internal") for n in shared):
                yield f"{path}: {a} and {b} share a network that is not internal"


def main(wharf, folders):
    found = []
    isolated = [folder for folder in map(Path, folders) if (folder / "kubernetes" / "network.yaml").exists()]
    for folder in isolated:
        app, _, environment = folder.name.partition(".")
        command = [wharf, "graph", *sources(app)] + (["--env", environment] if environment else [])
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        names, pairs = graph(text)
        found += judge_kubernetes(folder, names, pairs)
        if (folder / "compose.yaml").exists():
            found += judge_compose(folder, names, pairs)
    print("\n".join(found), end="\n" if found else "")
    if not isolated:
        print("no app with an isolated network was found", file=sys.stderr)
    return 1 if found or not isolated else 0


def sources(app):
    """The file of the examples that declares an app."""
    declares = re.compile(rf"^app {re.escape(app)} ", re.M)
    return [str(p) for p in Path("examples").rglob("*.app") if declares.search(p.read_text("utf-8"))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
