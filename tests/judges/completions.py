"""Completes command lines in real shells: keys are typed on a terminal, and what each shell then runs is read.

usage: completions.py WHARF SCRATCH

The scripts are installed by the lines of grammar/ci.md, and found by each shell as by a user's. A function that
prints its arguments stands for the program.
"""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from markdown import blocks

ROOT = Path(__file__).resolve().parents[2]

# What is typed, up to the key that completes, and the arguments that it becomes.
TYPED = {
    "ch": "check",
    "comp": "completions",
    "--col": "--color",
    "check --no": "check --notes",
    "check --format sar": "check --format sarif",
    "check --format conc": "check --format concise",
    "check --params va": "check --params values.yaml",
    "check sh": "check shop.app",
    "build --all": "build --all-envs",
    "build --target kub": "build --target kubernetes",
    "build -t comp": "build -t compose",
    "fmt --di": "fmt --diff",
    "graph --as mer": "graph --as mermaid",
    "completions po": "completions powershell",
    "explain W080": "explain W080",
    "explain W031": "explain W0310",
    "trace --form": "trace --format",
}

STAND_IN = "wharf() { printf 'ran[%s]\\n' \"$*\"; }\n"
SHELLS = {
    # As the `.bashrc` of a new user does.
    "bash": ("bash --norc --noprofile -i", f"source /usr/share/bash-completion/bash_completion\n{STAND_IN}"),
    "zsh": ("zsh -f -i", f"fpath=(~/.zfunc $fpath); autoload -Uz compinit; compinit -u -D\n{STAND_IN}"),
    "fish": ("fish -i", "function wharf; echo \"ran[$argv]\"; end\n"),
}


class Shell:
    """A shell on a terminal of its own."""

    def __init__(self, command, folder, home):
        env = {"PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execvpe(command.split()[0], command.split(), env)
        self.seen = ""

    def run(self, keys, seconds=15):
        """Types the keys, and gives the arguments that the stand-in was run with."""
        os.write(self.terminal, keys.encode())
        end = time.monotonic() + seconds
        # What is typed is echoed; the function's own text has a `%` or a `$`.
        while not (match := re.search(r"ran\[([^\]%$]*)\]", self.seen)):
            left = end - time.monotonic()
            if left < 0 or not select.select([self.terminal], [], [], left)[0]:
                raise SystemExit(f"no answer to {keys!r}: {self.seen!r}")
            self.seen += os.read(self.terminal, 65536).decode("utf-8", "replace")
        self.seen = self.seen[match.end() :]
        return match[1].strip()

    def end(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)


def install(wharf, home):
    """Runs the lines of the page that install the scripts."""
    lines = [b.text for b in blocks(ROOT / "grammar/ci.md") if b.language == "sh" and "completions" in b.text]
    if len(lines) != 1:
        raise SystemExit(f"grammar/ci.md has {len(lines)} blocks that install completions")
    env = {**os.environ, "HOME": str(home), "PATH": f"{Path(wharf).parent}:{os.environ['PATH']}"}
    subprocess.run(["bash", "-euc", lines[0]], env=env, check=True)


def main(wharf, scratch):
    home, folder = Path(scratch) / "home", Path(scratch) / "project"
    home.mkdir()
    folder.mkdir()
    (folder / "shop.app").touch()
    (folder / "values.yaml").touch()
    install(wharf, home)
    complaints = []
    for name, (command, setup) in SHELLS.items():
        shell = Shell(command, folder, home)
        shell.run(f"{setup}wharf\n")
        for typed, due in TYPED.items():
            ran = shell.run(f"wharf {typed}\t\n")
            if ran != due:
                complaints.append(f"{name}: `wharf {typed}` is completed to `wharf {ran}`, not to `wharf {due}`")
        shell.end()
    # The others are not on Debian: that they are printed is all that is asked.
    for name in ("powershell", "elvish"):
        script = subprocess.run([wharf, "completions", name], capture_output=True, text=True, check=True).stdout
        if "sarif" not in script:
            complaints.append(f"{name}: the script knows no `sarif`")
    print("\n".join(complaints))
    print(f"{len(TYPED)} lines in each of {len(SHELLS)} shells: {len(complaints)} complaints")
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
