"""Judges in which order the containers of a project went: what an example's order.txt says.

usage: order.py happened|prevented LIST < containers.json: what `docker inspect` says of all of the project's
containers. A line of the list is `JOB before SERVICE`. `happened`: the job has ended well, and no container
of the service started before that. `prevented`: the job has failed, and the service has never started.
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

LINE = re.compile(r"(\S+) before (\S+)")
# A container that was made and never started has this time of starting.
NEVER = "0001-01-01T00:00:00Z"


def pairs(path):
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    out = [LINE.fullmatch(line) for line in lines]
    if not out or None in out:
        raise SystemExit(f"{path}: a line is `JOB before SERVICE`, and there is at least one")
    return [match.groups() for match in out]


def key(time):
    """Sorts times of Docker's: RFC 3339 in UTC, where zeros at the end of a fraction are left out."""
    whole, _, fraction = time.removesuffix("Z").partition(".")
    return whole, fraction.ljust(9, "0")


def happened(job, service):
    for container in job:
        state = container["State"]
        if state["Status"] != "exited" or state["ExitCode"] != 0:
            yield f"{container['Name']}: {state['Status']}, exit code {state['ExitCode']}"
        # Only the last start of a container is known.
        for other in service:
            if other["State"]["StartedAt"] == NEVER:
                yield f"{other['Name']} has not started"
            elif other["RestartCount"] or key(other["State"]["StartedAt"]) < key(state["FinishedAt"]):
                started = f"{other['State']['StartedAt']} (restarts: {other['RestartCount']})"
                yield f"{other['Name']} started at {started}, {container['Name']} ended at {state['FinishedAt']}"


def prevented(job, service):
    for container in job:
        state = container["State"]
        if state["Status"] != "exited" or state["ExitCode"] == 0:
            yield f"{container['Name']} has not failed: {state['Status']}, exit code {state['ExitCode']}"
    for other in service:
        if other["State"]["StartedAt"] != NEVER:
            yield f"{other['Name']} started, though {job[0]['Name']} failed"


def main(judge, path):
    by_service = defaultdict(list)
    for container in json.load(sys.stdin):
        by_service[container["Config"]["Labels"]["com.docker.compose.service"]].append(container)
    wrong = []
    for job, service in pairs(path):
        missing = [f"no container of {name}" for name in (job, service) if not by_service[name]]
        said = missing or list(judge(by_service[job], by_service[service]))
        wrong += said
        if not said:
            well = "ended before" if judge is happened else "failed, and there was no start of"
            print(f"  {job} {well} {service}")
    print("\n".join(wrong), end="\n" if wrong else "")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main({"happened": happened, "prevented": prevented}[sys.argv[1]], Path(sys.argv[2])))
