"""Projects that the compiler finds something in: the pages of the codes, the cases, and some whose names, line
ends and characters are awkward."""

from dataclasses import dataclass, field
from pathlib import Path

from markdown import blocks

GOOD = """app good {
  service web {
    image "nginx:1.29"
    user 101
    port http 8080
    ready http "/"
  }
  route "good.localhost" { "/" -> web.http }
}
"""
# A letter of two bytes, one of four, which is two units of UTF-16, and a tab before the fault.
BAD = GOOD.replace("good", "bad").replace('route "bad', 'setting E string = "é😀"\n\troute "bad').replace(
    "web.http }", "web.htp }"
)


@dataclass
class Faulty:
    """A project: its files, and how it is checked."""

    name: str
    files: dict
    arguments: list = field(default_factory=list)
    # The folder that it is checked from, below its own, and the variables that a service sets.
    folder: str = "."
    checkout: str = ""


def of_page(path):
    """The examples of a page that fail."""
    all_blocks = blocks(path)
    others = {b.attribute("file"): text(b) for b in all_blocks if b.attribute("file")}
    for number, block in enumerate(b for b in all_blocks if b.language == "wharf" and b.has("fails")):
        yield Faulty(f"{path.stem}-{number}", {**others, **before(all_blocks), "main.app": text(block)})


def of_case(path, folder):
    """A case, checked as it says."""
    all_blocks = blocks(path)
    files, arguments = before(all_blocks), []
    for block in all_blocks:
        if block.attribute("out") or block.attribute("part") or block.attribute("previous"):
            continue
        if block.language == "wharf" or block.attribute("file"):
            files[block.attribute("file") or "main.app"] = text(block)
        elif block.language == "options":
            for line in block.text.splitlines():
                # `check` looks at every environment of itself.
                arguments += [] if line == "--all-envs" else line.split(" ", 1)
    used = [b.attribute("file") for b in all_blocks if b.has("used")]
    asked = [f"./{f}" for f in files if f.endswith(".app") and f not in used]
    return Faulty("-".join(path.relative_to(folder).with_suffix("").parts), files, [*arguments, "--", *asked])


def text(block):
    return (block.text * int(block.attribute("times") or 1)).encode()


def before(all_blocks):
    """What an earlier build left."""
    with_path = [(b.attribute("previous"), b) for b in all_blocks]
    return {f"dist/{path}": text(b) for path, b in with_path if path}


def awkward():
    """What the pages and the cases do not have."""
    two = {"a.app": BAD.replace("app bad", "app one"), "ü/b c.app": BAD.replace("app bad", "app two"), "ok.app": GOOD}
    two = {path: source.encode() for path, source in two.items()}
    bad = BAD.encode()
    yield Faulty("clean", {"a.app": GOOD.encode()})
    yield Faulty("several files", two)
    yield Faulty("below the checkout", two, folder="ü", checkout=".")
    yield Faulty("above the folder", two, ["--", ".."], folder="ü")
    yield Faulty("from elsewhere", {**two, "x/y/.keep": b""}, ["--", "../../ü"], folder="x/y", checkout="x")
    names = ("100%, a:b=c;d#e?f&<g>'h'\"i\".app", "{x}[y]$HOME`z`.app")
    yield Faulty("names", {names[0]: bad, names[1]: bad.replace(b"bad", b"b")})
    yield Faulty("line ends of another system", {"a.app": bad.replace(b"\n", b"\r\n")})
    yield Faulty("no line end", {"a.app": bad.rstrip(b"}\n")})
    yield Faulty("a mark of the byte order", {"a.app": b"\xef\xbb\xbf" + bad})
    yield Faulty("empty", {"a.app": b""})
    yield Faulty("no text", {"a.app": b"app \xff\xfe {}\n"})
    yield Faulty("control characters", {"a.app": bad.replace(b"web.htp", b"web.\x01\x1b[31m")})
    yield Faulty("a flag", {"a.app": GOOD.encode()}, ["--set", "nosuch=1"])
    yield Faulty("an environment", {"a.app": GOOD.encode()}, ["--env", "nosuch"])
    params = GOOD.replace("app good {", "app good {\n  param n number").encode()
    yield Faulty("a flag of another type", {"a.app": params}, ["--set", "n=many"])
    yield Faulty("a flag that is missing", {"a.app": params})
    yield Faulty("a file of params", {"a.app": params, "p é.yaml": b"n:\n  - 1\n  - {\n"}, ["--params", "p é.yaml"])
    yield Faulty("a file of params that is no map", {"a.app": params, "p.json": b"[1]"}, ["--params", "p.json"])
    lines = GOOD.replace('ready http "/"', 'env { A = """\n  é \\(nosuch)\n  """; B = [1,\n 2] }').encode()
    yield Faulty("more than a line", {"a.app": lines})
    warned = GOOD.replace("app good {", 'app good {\n  let unused = "%0A::error::x"').encode()
    yield Faulty("warnings that count", {"a.app": warned}, ["--deny-warnings"])
    yield Faulty("warnings that do not", {"a.app": warned})


def all_of(root: Path):
    """Every project, each under a name of its own."""
    cases = root / "tests/cases"
    out = [p for page in sorted((root / "grammar/errors").glob("*.md")) for p in of_page(page)]
    out += [of_case(path, cases) for path in sorted(cases.rglob("*.md"))]
    out += awkward()
    return out
