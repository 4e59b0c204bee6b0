"""The page to vote on: a form, and a queue behind it."""

import json
import os
import secrets

from flask import Flask, make_response, render_template, request
from redis import Redis, RedisError

OPTIONS = {"a": os.environ["OPTION_A"], "b": os.environ["OPTION_B"]}
COOKIE = "voter"

app = Flask(__name__)
queue = Redis.from_url(os.environ["QUEUE_URL"], socket_timeout=3)


def page(voter, choice=None):
    answer = make_response(render_template("vote.html", options=OPTIONS, choice=choice))
    answer.set_cookie(COOKIE, voter, httponly=True, samesite="Lax")
    return answer


@app.get("/")
def form():
    return page(request.cookies.get(COOKIE) or secrets.token_hex(8))


@app.post("/")
def vote():
    choice = request.form.get("choice")
    if choice not in OPTIONS:
        return "no such choice\n", 400
    voter = request.cookies.get(COOKIE) or secrets.token_hex(8)
    queue.lpush("votes", json.dumps({"voter": voter, "choice": choice}))
    return page(voter, choice)


@app.errorhandler(RedisError)
def unavailable(_problem):
    return "the queue does not answer\n", 503


@app.get("/ready")
def ready():
    queue.ping()
    return "ready\n"


@app.get("/healthz")
def healthz():
    return "alive\n"
