"""Every YAML file must mean the same to a YAML 1.1 reader and to a YAML 1.2 reader.

`no`, `on`, `017`, `22:22`, `1_000` or `1e3` without quotes are a boolean, a number or a
string, depending on who reads; a string in quotes is the same to all.
"""

import re
import sys

import ruamel.yaml
import yaml

import strict_yaml

PLAIN = (type(None), bool, int, float, str)

# What some reader retypes though these two agree: the types of the YAML 1.1 repository that
# PyYAML leaves out and other readers (Go's among them) do not.
RETYPED = re.compile(
    r"""
    y | Y | n | N | = | <<
  | [-+]?0[xXbBoO][0-9a-fA-F_]+
  | [-+]?[0-9][0-9_]*(\.[0-9_]*)?[eE][-+]?[0-9]+
  | [-+]?[0-9_]*_[0-9_]*
  | [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?
    """,
    re.VERBOSE,
)


def difference(one, two, path="$"):
    """Where two values first differ, and how; None where they do not."""
    if type(one) is not type(two):
        return f"{path}: {one!r} in YAML 1.1, {two!r} in YAML 1.2"
    if isinstance(one, dict):
        if list(one) != list(two):
            return f"{path}: the keys are {list(one)!r} in YAML 1.1, {list(two)!r} in YAML 1.2"
        pairs = [(one[key], two[key], f"{path}.{key}") for key in one]
    elif isinstance(one, list):
        if len(one) != len(two):
            return f"{path}: {len(one)} items in YAML 1.1, {len(two)} in YAML 1.2"
        pairs = [(a, b, f"{path}[{i}]") for i, (a, b) in enumerate(zip(one, two))]
    elif not isinstance(one, PLAIN):
        # A date: JSON has none, so what becomes of it depends on who reads.
        return f"{path}: {one!r} is a {type(one).__name__}"
    else:
        return None if one == two else f"{path}: {one!r} in YAML 1.1, {two!r} in YAML 1.2"
    return next((d for d in (difference(*pair) for pair in pairs) if d), None)


def retyped(text):
    """The first plain scalar that some reader takes for another type."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.ScalarEvent) and not event.style:
            if RETYPED.fullmatch(event.value):
                where = event.start_mark
                return f"line {where.line + 1}: {event.value} without quotes has many readings"
    return None


def judge(path):
    newer = ruamel.yaml.YAML(typ="safe", pure=True)
    newer.version = (1, 2)
    try:
        one = strict_yaml.read(path)
        two = list(newer.load_all(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ruamel.yaml.error.YAMLError) as error:
        return str(error)
    return difference(one, two) or retyped(path.read_text(encoding="utf-8"))


def main(folders):
    failed = False
    for path in strict_yaml.files(folders, "*.yaml", "*.yml"):
        said = judge(path)
        if said:
            failed = True
            print(f"{path}: {said}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
