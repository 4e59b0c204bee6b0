"""The greeter: `migrate DATABASE`, `backend DATABASE`, `frontend` and `probe URL`.

Only the standard library is used, so the image needs nothing but Python.
"""

import configparser
import hashlib
import hmac
import html
import json
import os
import signal
import socket
import sqlite3
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import URLError
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit
from urllib.request import urlopen


class Handler(BaseHTTPRequestHandler):
    """Answers GET requests by the first prefix of `routes` that fits."""

    routes: dict = {}

    def do_GET(self):
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        for prefix, answer in self.routes.items():
            if url.path == prefix or url.path.startswith(prefix + "/"):
                rest = unquote(url.path[len(prefix) + 1 :])
                try:
                    self.answer(*answer(rest, query))
                except (OSError, sqlite3.Error, KeyError) as problem:
                    self.answer(503, "text/plain", f"not now: {problem}\n")
                return
        self.answer(404, "text/plain", "nothing here\n")

    def answer(self, status, kind, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(routes):
    """Serves until SIGTERM. As process 1 there is no default action that would end us."""
    server = ThreadingHTTPServer(("", int(os.environ["PORT"])), type("Routes", (Handler,), {"routes": routes}))
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()


def sign(key, text):
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def migrate(path):
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE IF NOT EXISTS visits (name TEXT PRIMARY KEY, count INTEGER NOT NULL)")
        # Who was greeted before the visits were counted.
        database.execute("INSERT OR IGNORE INTO visits VALUES ('Grace', 41)")
    print(f"{path} is ready")


def backend(path):
    texts = configparser.RawConfigParser()
    with open(os.environ["GREETINGS"], encoding="utf-8") as file:
        texts.read_file(file)
    with open(os.environ["SIGNING_KEY_FILE"], encoding="utf-8") as file:
        key = file.read().strip()

    def greet(name, query):
        language = query.get("language", os.environ["DEFAULT_LANGUAGE"])
        text = texts["greetings"].get(language)
        if text is None:
            return 404, "text/plain", f"no greeting in {language}\n"
        text = text.replace("{name}", name)
        with sqlite3.connect(path) as database:
            count = database.execute(
                "INSERT INTO visits VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET count = count + 1 RETURNING count",
                (name,),
            ).fetchone()[0]
        answer = {"text": text, "visits": count, "signature": sign(key, text)}
        return 200, "application/json", json.dumps(answer, ensure_ascii=False) + "\n"

    def ready(_rest, _query):
        with sqlite3.connect(path) as database:
            database.execute("SELECT count(*) FROM visits")
        return 200, "text/plain", "ready\n"

    serve({"/api/greetings": greet, "/ready": ready})


def frontend():
    home = os.environ["BACKEND"]
    key = os.environ["SIGNING_KEY"]

    def page(name, query):
        name = name or "stranger"
        with urlopen(f"{home}/api/greetings/{quote(name)}?{urlencode(query)}", timeout=5) as answer:
            greeting = json.load(answer)
        seal = "sealed" if hmac.compare_digest(greeting["signature"], sign(key, greeting["text"])) else "forged"
        body = f"<p>{html.escape(greeting['text'])}</p>\n<p>Visit {greeting['visits']}, {seal}.</p>\n"
        return 200, "text/html", f"<!doctype html>\n<title>Greeter</title>\n{body}"

    def about(_rest, _query):
        return 200, "text/plain", f"a greeter, served by {socket.gethostname()}\n"

    def ready(_rest, _query):
        return 200, "text/plain", "ready\n"

    serve({"/greet": page, "/about": about, "/ready": ready})


def probe(url):
    try:
        with urlopen(url, timeout=3) as answer:
            sys.exit(answer.status != 200)
    except URLError as problem:
        sys.exit(f"{url}: {problem}")


if __name__ == "__main__":
    commands = {"migrate": migrate, "backend": backend, "frontend": frontend, "probe": probe}
    commands[sys.argv[1]](*sys.argv[2:])
