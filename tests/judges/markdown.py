"""The fenced blocks of a Markdown file, as tests/src/markdown.rs reads them."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Block:
    """A fenced block: what stands behind its fence, its text, and its first line's number."""

    info: str
    text: str
    line: int

    @property
    def language(self):
        return self.info.split(" ")[0]

    def has(self, word):
        return word in self.info.split()

    def attribute(self, key):
        """The value of `key=value` behind the fence."""
        return next((w[len(key) + 1 :] for w in self.info.split() if w.startswith(f"{key}=")), None)


def blocks(path: Path):
    """The blocks of a file. The number of backticks that opens a block closes it."""
    out, fence = [], None
    for number, line in enumerate(path.read_text("utf-8").splitlines(keepends=True), 1):
        ticks = re.match("`*", line)[0]
        rest = line[len(ticks) :].strip()
        if fence is not None:
            if ticks == fence and not rest:
                fence = None
            else:
                out[-1].text += line
        elif len(ticks) >= 3:
            fence = ticks
            out.append(Block(rest, "", number + 1))
    return out
