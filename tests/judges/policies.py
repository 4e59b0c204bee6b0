"""Judges who may talk to whom: what an app's source shows is what its outputs allow.

usage: policies.py WHARF FOLDER...: each an app's outputs. Of every app with an isolated network, the list in
its example's reaches.txt, which somebody has read off the source, is compared with the NetworkPolicies, which are
evaluated here as a network plugin does, with the networks of the Compose file and with what `wharf graph` draws.
"""

import re
import subprocess
import sys
from pathlib import Path

import yaml

from kubernetes_links import pod_template, selects

NODE = re.compile(r'^  (n\d+)([\[({>/]+)"([^"]+)"')
EDGE = re.compile(r'^  (n\d+) (-->|---|-\.->)(?:\|"([^"]*)"\|)? (n\d+)$')
LINE = re.compile(r"(?:(?P<environment>[a-z0-9-]+): )?(?P<senders>[^:]+) -> (?P<receivers>.+)")
NAMESPACE = "kubernetes.io/metadata.name"


def reaches(path, environment):
    """The (sender, receiver, port) that a list says of an environment."""
    out = set()
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if not match:
            raise SystemExit(f"{path}: not SENDERS -> RECEIVER:PORT …: {line}")
        if match["environment"] in (None, environment):
            for sender in match["senders"].split():
                out.update((sender, *receiver.split(":")) for receiver in match["receivers"].split())
    return out


def graph(text):
    """The same of what `wharf graph` draws, without its gateways, whose edges are paths; and all its nodes."""
    nodes, hosts, out = {}, set(), set()
    for line in text.splitlines():
        if match := NODE.match(line):
            nodes[match[1]] = match[3].replace("namespace ", "namespace/")
            if match[2] == "([":
                hosts.add(match[1])
        elif (match := EDGE.match(line)) and match[2] == "-->" and match[1] not in hosts:
            out.update((nodes[match[1]], nodes[match[4]], port) for port in (match[3] or "").split(", "))
    return set(nodes.values()), out


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


def bound(policies, kind, labels):
    """The policies of a direction that select a pod."""
    return [
        p["spec"] for p in policies if kind in p["spec"]["policyTypes"] and selects(labels, p["spec"]["podSelector"])
    ]


def may(policies, sender, receiver, port):
    """Whether the policies let one pod reach a port of another: both ends have to."""
    ends = (("Egress", "egress", "to", sender, receiver), ("Ingress", "ingress", "from", receiver, sender))
    for kind, field, key, own, other in ends:
        specs = bound(policies, kind, own)
        if specs and not any(allowed(spec.get(field), key, other, port) for spec in specs):
            return False
    return True


def peers_outside(rule, key):
    """Who is let by a rule that is not one of the app's pods: None is anybody."""
    if rule.get(key) is None:
        yield None
    for peer in rule.get(key) or []:
        if "namespaceSelector" in peer:
            yield f"namespace/{peer['namespaceSelector']['matchLabels'][NAMESPACE]}"
        elif peer.get("ipBlock", {}).get("cidr") == "0.0.0.0/0":
            yield "internet"
        elif "ipBlock" in peer and peer["ipBlock"]["cidr"] != "::/0":
            yield peer["ipBlock"]["cidr"]


def outside(policies, name, labels, ports):
    """What a pod may exchange with the world outside of its app; names (DNS) are everybody's."""
    names = {number: port for port, number in ports.items()}
    for spec in bound(policies, "Ingress", labels):
        for rule in spec.get("ingress", []):
            for peer in peers_outside(rule, "from"):
                for port in rule.get("ports", [{}]):
                    yield peer or "gateway", name, names.get(port.get("port"), "every port")
    for spec in bound(policies, "Egress", labels):
        for rule in spec.get("egress", []):
            for peer in peers_outside(rule, "to"):
                for port in rule.get("ports", [{}]):
                    if (peer, port.get("port")) != (None, 53):
                        yield name, peer or "anywhere", str(port.get("port", "every port"))


def in_kubernetes(folder):
    """The (sender, receiver, port) that the NetworkPolicies let through, and the names of the pods."""
    path = folder / "kubernetes" / "network.yaml"
    policies = list(yaml.safe_load_all(path.read_text("utf-8"))) if path.exists() else []
    all_pods, out = pods(folder), set()
    for receiver, (others, ports) in all_pods.items():
        out.update(outside(policies, receiver, others, ports))
        for sender, (labels, _) in all_pods.items():
            if sender != receiver:
                reached = (port for port, number in ports.items() if may(policies, labels, others, number))
                out.update((sender, receiver, port) for port in reached)
    return out, set(all_pods)


def judge_compose(folder, names, due):
    path = folder / "compose.yaml"
    project = yaml.safe_load(path.read_text("utf-8"))
    networks = project.get("networks", {})
    member = {n: set(s.get("networks", [])) for n, s in project["services"].items()}
    pairs = {(sender, receiver) for sender, receiver, _ in due}
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


def differences(where, path, due, found):
    for sender, receiver, port in sorted(due - found):
        yield f"{where}: {sender} does not reach {port} of {receiver}, which {path} says"
    for sender, receiver, port in sorted(found - due):
        yield f"{where}: {sender} reaches {port} of {receiver}, which {path} does not say"


def source(app):
    """The file of the examples that declares an app."""
    declares = re.compile(rf"^app {re.escape(app)} ", re.M)
    found = [p for p in Path("examples").rglob("*.app") if declares.search(p.read_text("utf-8"))]
    if len(found) != 1:
        raise SystemExit(f"{len(found)} files declare {app}")
    return found[0]


def isolated(app, folder):
    """Whether an app asks for it; outputs that lost their policies must not go unseen."""
    said = re.search(r"^\s*network isolated\b", source(app).read_text("utf-8"), re.M)
    return bool(said) or (folder / "kubernetes" / "network.yaml").exists()


def main(wharf, folders):
    found, judged = [], 0
    for folder in map(Path, folders):
        app, _, environment = folder.name.partition(".")
        if not isolated(app, folder):
            continue
        judged += 1
        path = source(app).parent / "reaches.txt"
        due = reaches(path, environment)
        command = [wharf, "graph", str(source(app))] + (["--env", environment] if environment else [])
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        names, drawn = graph(text)
        inside = {edge for edge in due if edge[0] != "gateway"}
        found += differences(f"wharf graph {folder.name}", path, inside, drawn)
        if (folder / "kubernetes").exists():
            reached, running = in_kubernetes(folder)
            found += differences(folder / "kubernetes" / "network.yaml", path, due, reached)
            names |= running
        if (folder / "compose.yaml").exists():
            found += judge_compose(folder, names | {"gateway"}, due)
    print("\n".join(found), end="\n" if found else "")
    if not judged:
        print("no app with an isolated network was found", file=sys.stderr)
    return 1 if found or not judged else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
