"""Serves the gateway's Caddyfile with Caddy and the HTTPRoutes with Traefik, and compares answers.

The backends are stubs that say who they are and what they were asked. The HTTPRoutes are read here as the
Gateway API's specification has it, so that nothing of the compiler stands behind both answers.
"""

import http.client
import http.server
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import yaml

SERVICES = ["web", "api", "beta", "static"]

# host, method, path, headers; then who answers with which path, or the status and the place. An `s` before
# the host asks by HTTPS.
ASKED = [
    ("plain.localhost", "GET", "/other", {}, "web /other"),
    ("plain.localhost", "GET", "/apix", {}, "web /apix"),
    ("plain.localhost", "GET", "/API", {}, "web /API"),
    ("plain.localhost", "GET", "/api", {}, "api /v1"),
    ("plain.localhost", "GET", "/api/", {}, "api /v1/"),
    ("plain.localhost", "GET", "/api/a?b=c", {}, "api /v1/a?b=c"),
    ("plain.localhost", "GET", "/api/a", {"X-Debug": "1", "X-Zone": "us"}, "api /v1/a"),
    ("plain.localhost", "GET", "/api/a", {"X-Beta": "1"}, "api /v1/a"),
    ("plain.localhost", "GET", "/api/a", {"x-beta": "1", "X-Team": "a b"}, "beta /api/a"),
    ("plain.localhost", "GET", "/api/a", {"X-Beta": "12", "X-Team": "a b"}, "api /v1/a"),
    ("plain.localhost", "PUT", "/api/a", {}, "static /api/a"),
    # A method comes before any number of headers.
    ("plain.localhost", "PUT", "/api/a", {"X-Beta": "1", "X-Team": "a b"}, "static /api/a"),
    ("plain.localhost", "GET", "/api/v2/x", {}, "beta /api/v2/x"),
    ("plain.localhost", "GET", "/strip", {}, "api /"),
    ("plain.localhost", "GET", "/strip/", {}, "api /"),
    ("plain.localhost", "GET", "/strip/a/b?c", {}, "api /a/b?c"),
    ("plain.localhost", "GET", "/find", {}, "static /find"),
    ("plain.localhost", "GET", "/find?kind=a", {}, "static /find?kind=a"),
    ("plain.localhost", "GET", "/find/x", {}, "web /find/x"),
    ("plain.localhost", "GET", "/find/x?kind=b", {}, "web /find/x?kind=b"),
    ("plain.localhost", "GET", "/find/x?kind=a", {}, "api /find/x?kind=a"),
    ("plain.localhost", "GET", "/find/x?page=2", {}, "web /find/x?page=2"),
    ("plain.localhost", "GET", "/find/x?page=2&kind=a", {}, "beta /find/x?page=2&kind=a"),
    ("plain.localhost", "GET", "/ping?x=1", {}, "web /healthz?x=1"),
    ("plain.localhost", "GET", "/old", {}, "302 http://plain.localhost/new"),
    ("plain.localhost", "GET", "/old/a?b=c", {}, "302 http://plain.localhost/new/a?b=c"),
    ("plain.localhost", "GET", "/older", {}, "web /older"),
    ("plain.localhost", "GET", "/moved/x", {}, "301 https://docs.example.com/start/x"),
    ("plain.localhost", "GET", "/gone/x", {}, "302 http://plain.localhost/x"),
    ("plain.localhost", "GET", "/only?b=c", {}, "302 http://plain.localhost/one?b=c"),
    ("plain.localhost", "GET", "/only/a", {}, "web /only/a"),
    ("plain.localhost", "GET", "/", {}, "302 http://plain.localhost/home"),
    ("plain.localhost", "GET", "/forms/a", {}, "308 http://plain.localhost/letters/a"),
    ("plain.localhost", "GET", "/later", {}, "307 http://plain.localhost/soon"),
    ("plain.localhost", "GET", "/posted", {}, "303 http://plain.localhost/seen"),
    ("plain.localhost", "GET", "/inner/a", {}, "api /inner/a for inner.example.com"),
    ("plain.localhost", "GET", "/both/a", {}, "beta /a for both.example.com"),
    ("x.wild.localhost", "GET", "/a", {}, "static /a"),
    ("a.wild.localhost", "GET", "/a", {}, "api /a"),
    ("nobody.localhost", "GET", "/", {}, "404"),
    ("safe.localhost", "GET", "/api/x?y", {}, "301 https://safe.localhost:S/api/x?y"),
    ("s safe.localhost", "GET", "/api/x?y", {}, "api /api/x?y"),
    ("s safe.localhost", "GET", "/", {}, "web /"),
    ("both.localhost", "GET", "/", {}, "web /"),
    ("s both.localhost", "GET", "/", {}, "web /"),
]


# Traefik's file provider has two statuses for a GET: these are its 301, and the others its 302.
LIKE_301 = (301, 308)


class Stub(http.server.BaseHTTPRequestHandler):
    """Says who it is and what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        said = {"service": self.server.service, "path": self.path, "headers": dict(self.headers)}
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Powered-By", "stub")
        self.send_header("Cache-Control", "public")
        self.end_headers()
        self.wfile.write(body)

    do_PUT = do_GET

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def stubs():
    out = {}
    for service in SERVICES:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stub)
        server.service = service
        threading.Thread(target=server.serve_forever, daemon=True).start()
        out[service] = server.server_address[1]
    return out


def caddyfile(text, backends, ports):
    """The Caddyfile with the stubs for upstreams, on ports that anybody may open."""
    text = re.sub(r"(?m)^\{$", f"{{\n\thttp_port {ports[0]}\n\thttps_port {ports[1]}", text, count=1)
    text = text.replace(":80 {", f":{ports[0]} {{").replace("http://:80,", f"http://:{ports[0]},")
    text = text.replace("https://:443", f"https://:{ports[1]}")
    names = "|".join(backends)
    return re.sub(rf" ({names}):\d+", lambda m: f" 127.0.0.1:{backends[m[1]]}", text)


def matched(host, match):
    """A router's rule, and the precedence of the Gateway API: larger comes first."""
    path = match.get("path", {"type": "PathPrefix", "value": "/"})
    value, exact = path["value"], path["type"] == "Exact"
    parts = []
    if host:
        wild = host.startswith("*.")
        parts.append(rf"HostRegexp(`^[^.]+{re.escape(host[1:])}$`)" if wild else f"Host(`{host}`)")
    if exact:
        parts.append(f"Path(`{value}`)")
    elif value != "/":
        parts.append(f"PathRegexp(`^{re.escape(value)}(/|$)`)")
    if "method" in match:
        parts.append(f"Method(`{match['method']}`)")
    parts += [f"Header(`{h['name']}`, `{h['value']}`)" for h in match.get("headers", [])]
    parts += [f"Query(`{q['name']}`, `{q['value']}`)" for q in match.get("queryParams", [])]
    counts = ("method" in match, len(match.get("headers", [])), len(match.get("queryParams", [])))
    plain = "" if host is None or host.startswith("*.") else host
    return " && ".join(parts) or "PathPrefix(`/`)", (len(plain), len(host or ""), exact, len(value), *counts)


def middlewares(rule, match, https_port):
    path = match.get("path", {"type": "PathPrefix", "value": "/"})["value"].rstrip("/")
    out = []
    for f in rule.get("filters", []):
        if f["type"] == "URLRewrite":
            if "hostname" in f["urlRewrite"]:
                out.append({"headers": {"customRequestHeaders": {"Host": f["urlRewrite"]["hostname"]}}})
            new = f["urlRewrite"].get("path")
            if new is None:
                continue
            if new["type"] == "ReplaceFullPath":
                out.append({"replacePath": {"path": new["replaceFullPath"]}})
            else:
                to = new["replacePrefixMatch"].rstrip("/")
                regex = f"^{re.escape(path)}(.*)$" if to else f"^{re.escape(path)}/?(.*)$"
                out.append({"replacePathRegex": {"regex": regex, "replacement": f"{to or '/'}$1"}})
        elif f["type"] in ("RequestHeaderModifier", "ResponseHeaderModifier"):
            request = f["type"].startswith("Request")
            change = f["requestHeaderModifier" if request else "responseHeaderModifier"]
            headers = {h["name"]: h["value"] for h in change.get("set", [])}
            headers |= {name: "" for name in change.get("remove", [])}
            out.append({"headers": {"customRequestHeaders" if request else "customResponseHeaders": headers}})
        elif f["type"] == "RequestRedirect":
            to = f["requestRedirect"]
            permanent = to["statusCode"] in LIKE_301
            if to.get("scheme") and not to.get("hostname"):
                out.append({"redirectScheme": {"scheme": to["scheme"], "port": str(https_port), "permanent": permanent}})
                continue
            start = f"{to['scheme']}://{to['hostname']}" if to.get("hostname") else "$1"
            if to["path"]["type"] == "ReplaceFullPath":
                new = to["path"]["replaceFullPath"]
                regex = rf"^(https?://[^/]+){re.escape(path) or '/'}(\?.*)?$"
            else:
                new = to["path"]["replacePrefixMatch"].rstrip("/")
                regex = f"^(https?://[^/]+){re.escape(path)}{'' if new else '/?'}(.*)$"
            out.append({"redirectRegex": {"regex": regex, "replacement": f"{start}{new or '/'}$2", "permanent": permanent}})
        else:
            sys.exit(f"no reading of the filter {f['type']}")
    return out


def traefik_config(folder, backends, https_port):
    """The file provider's configuration, from the HTTPRoutes."""
    objects = list(yaml.safe_load_all((folder / "kubernetes/routes.yaml").read_text("utf-8")))
    found = []
    for item in objects:
        if item["kind"] != "HTTPRoute":
            continue
        spec = item["spec"]
        sections = {p["sectionName"] for p in spec["parentRefs"]}
        entries = [e for e, is_in in (("web", "http" in sections), ("safe", sections - {"http"})) if is_in]
        for rule in spec["rules"]:
            for match in rule.get("matches", [{}]):
                for host in spec.get("hostnames", [None]):
                    found.append((*matched(host, match), entries, rule, middlewares(rule, match, https_port)))
    routers, services, wares = {}, {}, {}
    for i, (text, _, entries, rule, own) in enumerate(sorted(found, key=lambda f: f[1])):
        shares = []
        for ref in rule.get("backendRefs", []):
            services[ref["name"]] = {
                "loadBalancer": {"servers": [{"url": f"http://127.0.0.1:{backends[ref['name']]}"}]}
            }
            shares.append({"name": ref["name"], "weight": ref.get("weight", 1)})
        services[f"of-{i}"] = {"weighted": {"services": shares}}
        if not shares:
            services[f"of-{i}"] = {"loadBalancer": {"servers": []}}
        for n, ware in enumerate(own):
            wares[f"of-{i}-{n}"] = ware
        for entry in entries:
            router = {"rule": text, "entryPoints": [entry], "priority": i + 1, "service": f"of-{i}"}
            router["middlewares"] = [f"of-{i}-{n}" for n in range(len(own))]
            if entry == "safe":
                router["tls"] = {}
            routers[f"of-{i}-{entry}"] = {k: v for k, v in router.items() if v != []}
    return {"http": {"routers": routers, "services": services, "middlewares": wares}}


def ask(ports, host, method, path, headers):
    secure = host.startswith("s ")
    host = host.removeprefix("s ")
    if secure:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        raw = context.wrap_socket(socket.create_connection(("127.0.0.1", ports[1]), 10), server_hostname=host)
        connection = http.client.HTTPConnection(host, ports[1])
        connection.sock = raw
    else:
        connection = http.client.HTTPConnection("127.0.0.1", ports[0], timeout=10)
    port = ports[1] if secure else ports[0]
    connection.request(method, path, headers={"Host": f"{host}:{port}", **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def short(ports, answer, body):
    """What an answer comes down to: who and which path, or the status and the place."""
    if answer.status == 200:
        said = json.loads(body)
        host = said["headers"].get("Host", "")
        rewritten = f" for {host}" if host.endswith(".example.com") else ""
        return f"{said['service']} {said['path']}{rewritten}", said["headers"]
    place = answer.getheader("Location") or ""
    place = place.replace(f":{ports[0]}/", "/").replace(f":{ports[1]}/", ":S/")
    return f"{answer.status} {place}".strip(), {}


def wait(ports, name, process):
    for _ in range(100):
        if process.poll() is not None:
            sys.exit(f"{name} has ended")
        try:
            socket.create_connection(("127.0.0.1", ports[0]), 1).close()
            if ask(ports, "both.localhost", "GET", "/", {})[0].status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    sys.exit(f"{name} does not answer")


def judge(name, ports):
    wrong = []
    for host, method, path, headers, due in ASKED:
        try:
            found, seen = short(ports, *ask(ports, host, method, path, headers))
        except OSError as error:
            found, seen = f"no answer: {error}", {}
        if name == "Traefik":
            due = re.sub(r"^308\b", "301", re.sub(r"^30[37]\b", "302", due))
        if found != due:
            wrong.append(f"{name}: {method} {host}{path} {headers}: {found}, not {due}")
        if due.startswith("api /v1/a") and "X-Debug" in headers:
            lower = {k.lower(): v for k, v in seen.items()}
            if lower.get("x-zone") != "eu west" or "x-debug" in lower:
                wrong.append(f"{name}: the request's headers are {lower}")
    answer, _ = ask(ports, "plain.localhost", "GET", "/api/a", {})
    if answer.getheader("Cache-Control") != "no-store" or answer.getheader("X-Powered-By"):
        wrong.append(f"{name}: the answer's headers are {answer.getheaders()}")
    asked = 200
    went = [short(ports, *ask(ports, "plain.localhost", "GET", "/share", {}))[0] for _ in range(asked)]
    beta = went.count("beta /share")
    if not asked * 0.15 <= beta <= asked * 0.35 or beta + went.count("web /share") != asked:
        wrong.append(f"{name}: {beta} of {asked} requests went to the quarter")
    return wrong


def main(folder, scratch, caddy, traefik):
    folder, scratch = Path(folder), Path(scratch)
    backends = stubs()
    own, other = (free_port(), free_port()), (free_port(), free_port())
    text = caddyfile((folder / "gateway/Caddyfile").read_text("utf-8"), backends, own)
    (scratch / "Caddyfile").write_text(text, "utf-8")
    (scratch / "routes.yaml").write_text(yaml.safe_dump(traefik_config(folder, backends, other[1])), "utf-8")
    entries = [f"--entrypoints.web.address=127.0.0.1:{other[0]}", f"--entrypoints.safe.address=127.0.0.1:{other[1]}"]
    with open(scratch / "gateways.log", "w", encoding="utf-8") as log:
        run = {"stdout": log, "stderr": log}
        env = {"HTTPS_PORT": str(own[1])}
        processes = {
            "Caddy": subprocess.Popen(
                [caddy, "run", "--adapter", "caddyfile", "--config", scratch / "Caddyfile"],
                env={**os.environ, **env},
                **run,
            ),
            "Traefik": subprocess.Popen(
                [traefik, f"--providers.file.filename={scratch / 'routes.yaml'}", *entries], **run
            ),
        }
        try:
            wrong = []
            for (name, process), ports in zip(processes.items(), (own, other)):
                wait(ports, name, process)
                wrong += judge(name, ports)
        finally:
            for process in processes.values():
                process.terminate()
                process.wait(10)
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(ASKED)} requests, the same from Caddy and Traefik")


main(*sys.argv[1:])
