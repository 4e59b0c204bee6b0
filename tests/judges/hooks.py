"""Runs the hooks of this repository with the real pre-commit, in repositories made for it.

usage: hooks.py WHARF PRE-COMMIT SCRATCH
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import faults
from action_runner import cargo, path_with
from markdown import blocks

ROOT = Path(__file__).resolve().parents[2]
# All that a hook needs of this repository beside the compiler.
PARTS = [".pre-commit-hooks.yaml", ".ci/hook"]
GOOD = faults.GOOD.replace("\n}\n", '\n  environment prod {\n    service web { env { A = "1" } }\n  }\n}\n')
complaints = []


class Repository:
    """A repository with the hooks of the page."""

    def __init__(self, pre_commit, folder, environment):
        self.pre_commit, self.folder, self.environment = pre_commit, folder, environment
        folder.mkdir(parents=True)
        self.run("git", "init", "--quiet")

    def run(self, *command):
        ran = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )  # fmt: skip
        return ran.returncode, ran.stdout + ran.stderr

    def must(self, *command):
        code, said = self.run(*command)
        if code:
            raise SystemExit(f"{command}: {said}")
        return said

    def write(self, path, text):
        path = self.folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def hooks(self, due, *words, arguments=("--all-files",)):
        """Runs the hooks on everything; `due` says how each must end, by its name."""
        self.must("git", "add", "--all")
        code, said = self.run(self.pre_commit, "run", *arguments)
        ends = {name: word for line in said.splitlines() for name, word in [ended(line)] if name}
        wrong = ends != due or code != ("Failed" in due.values()) or any(word not in said for word in words)
        if wrong:
            complaints.append(f"{due} and {words} were due, and there was {code}, {ends}:\n{said}")


def ended(line):
    """The name of a hook and how it ended, of a line such as `wharf fmt......Passed`."""
    name, dots, word = line.partition("...")
    return (name, word.lstrip(".").removeprefix("(no files to check)")) if dots else (None, None)


def all_of(fmt="Passed", check="Passed", outputs="Passed"):
    return {"wharf fmt": fmt, "wharf check": check, "wharf build --check": outputs}


def scenarios(repository, wharf):
    """What a person does in a repository, and what the hooks say to it."""
    build = (wharf, "build", "--env", "prod")
    repository.write("README.md", "# Nothing to check\n")
    repository.hooks(all_of("Skipped", "Skipped", "Skipped"))

    repository.write("deploy/my shop.app", GOOD)
    repository.hooks(all_of(outputs="Failed"), "dist/good.prod/compose.yaml: is missing", "`wharf build` writes")
    repository.must(*build)
    repository.hooks(all_of())

    bad = GOOD.replace("web.http }", "web.htp }")
    repository.write("deploy/my shop.app", bad)
    repository.hooks(all_of(check="Failed", outputs="Failed"), "error[W0201]", "deploy/my shop.app:8:", "`http`")

    repository.write("deploy/my shop.app", GOOD.replace("    image", "  image"))
    repository.hooks(all_of(fmt="Failed"), "files were modified by this hook")
    if (repository.folder / "deploy/my shop.app").read_text("utf-8") != GOOD:
        complaints.append("wharf-fmt does not bring a file into form")
    repository.hooks(all_of())
    repository.write("deploy/my shop.app", "app {\n")
    repository.hooks(all_of("Failed", "Failed", "Failed"), "error[W0006]")

    repository.write("deploy/my shop.app", GOOD.replace("1.29", "1.30"))
    repository.hooks(all_of(outputs="Failed"), "dist/good.prod/compose.yaml: is of other sources")
    repository.must(*build)
    repository.hooks(all_of())

    # Apps meet in their routes: one that is as it was is looked at too.
    repository.must(repository.pre_commit, "install")
    repository.must("git", "add", "--all")
    repository.must("git", "commit", "--quiet", "--message", "good")
    repository.write("other.app", faults.GOOD.replace("app good", "app other"))
    repository.must("git", "add", "--all")
    code, said = repository.run("git", "commit", "--quiet", "--message", "bad")
    if code == 0 or "W0402" not in said or repository.must("git", "log", "--format=%s").strip() != "good":
        complaints.append(f"a commit with a fault was made: {said}")
    (repository.folder / "other.app").unlink()

    # An output alone, in a folder that has a `wharf.toml`.
    shutil.rmtree(repository.folder / "dist")
    config = repository.folder / ".pre-commit-config.yaml"
    config.write_text(config.read_text("utf-8").replace("[--env, prod]", "[--env, prod, deploy]"), "utf-8")
    repository.write("deploy/wharf.toml", "")
    repository.must(*build, "deploy")
    repository.must("git", "add", "--all")
    repository.must("git", "commit", "--quiet", "--message", "moved")
    repository.write("deploy/dist/good.prod/compose.yaml", "mine\n")
    due = all_of("Skipped", "Skipped", "Failed")
    repository.hooks(due, "deploy/dist/good.prod/compose.yaml: was edited", arguments=())


def main(wharf, pre_commit, scratch):
    scratch = Path(scratch)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(scratch),
        "PRE_COMMIT_HOME": str(scratch / "cache"),
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    source = Repository(pre_commit, scratch / "wharf", environment)
    for part in PARTS:
        (source.folder / part).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / part, source.folder / part)
    source.must(pre_commit, "validate-manifest", ".pre-commit-hooks.yaml")
    source.must("git", "add", "--all")
    source.must("git", "commit", "--quiet", "--message", "hooks")
    revision = source.must("git", "rev-parse", "HEAD").strip()

    [text] = [b.text for b in blocks(ROOT / "grammar/ci.md") if b.attribute("file") == ".pre-commit-config.yaml"]
    text = text.replace("https://example.com/OWNER/wharf", str(source.folder)).replace("REVISION", revision)

    named = Repository(pre_commit, scratch / "named", environment | {"WHARF_BIN": wharf})
    named.write(".pre-commit-config.yaml", text)
    named.must(pre_commit, "validate-config")
    scenarios(named, wharf)

    # Without a compiler that is named, one is built, once.
    log = scratch / "cargo.log"
    stand_in = path_with(scratch / "bin", cargo=cargo(log, wharf))
    built = Repository(pre_commit, scratch / "built", environment | {"PATH": stand_in})
    built.write(".pre-commit-config.yaml", text)
    built.write("shop.app", GOOD)
    built.must(wharf, "build", "--env", "prod")
    built.hooks(all_of())
    asked = log.read_text("utf-8").splitlines()
    if len(asked) != 1 or not asked[0].startswith("install --quiet --locked --path "):
        complaints.append(f"cargo was asked for {asked}")

    # What is said where neither is there.
    for extra, words in (({"WHARF_BIN": "no-such-wharf"}, "no such program"), ({}, "rustup")):
        programs = path_with(scratch / "few", **{p: f'exec {shutil.which(p)} "$@"' for p in ("dirname", "git")})
        few = f"{programs.split(':')[0]}:/usr/bin/nowhere"
        ran = subprocess.run(
            ["/bin/bash", source.folder / ".ci/hook", "check"],
            env={"PATH": few, **extra}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if ran.returncode != 1 or words not in ran.stderr:
            complaints.append(f"the hook with {extra}: {ran.returncode} {ran.stderr}")
    print("\n".join(complaints))
    print(f"hooks: {len(complaints)} complaints")
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
