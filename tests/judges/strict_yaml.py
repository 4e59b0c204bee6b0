"""YAML 1.1 as kubectl and Compose read it, but with duplicate keys as errors."""

from pathlib import Path

import yaml


class _Strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Most readers keep the last of two equal keys in silence; nobody means that."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


# YAML 1.1 gives a bare `=` a type that PyYAML knows and cannot construct.
_Strict.add_constructor("tag:yaml.org,2002:value", lambda loader, node: str(node.value))


def read(path):
    """The documents of a file. Raises yaml.YAMLError, which names the line."""
    return list(yaml.load_all(Path(path).read_text(encoding="utf-8"), Loader=_Strict))


def files(folders, *patterns):
    """Every file below the folders that a pattern matches; none at all ends the program,
    so that a judge never passes because it saw nothing."""
    found = sorted({p for f in folders for pattern in patterns for p in Path(f).rglob(pattern)})
    if not found:
        raise SystemExit(f"no {' or '.join(patterns)} below: {' '.join(map(str, folders))}")
    return found
