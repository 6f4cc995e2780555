"""The course's formulas and their drawings, as text that people can look at.

Run this file to write `maths_golden.txt` anew, then look at every line that changed:

    python tests/course/maths_samples.py
"""

from __future__ import annotations

import json
from pathlib import Path

from tutor.course import maths

HERE = Path(__file__).parent
GOLDEN = HERE / "maths_golden.txt"
FORMULAS = json.loads((HERE / "formulas.json").read_text(encoding="utf-8"))

DISPLAY = [(f"lesson {f['lesson']}, {f['name']}", f["tex"]) for f in FORMULAS["display"]]
INLINE: list[str] = FORMULAS["inline"]
STRESS: list[str] = FORMULAS["stress"]

HEAD = """\
Every formula of formulas.json with its drawing. Nobody edits this file by hand:

    python tests/course/maths_samples.py

writes it anew. Look at each line that changes before you commit it.
"""


def golden() -> str:
    """The whole file as it should be now."""
    parts = [HEAD, _title("Inline formulas")]
    parts += [f"{tex}\n    {_inline(tex)}" for tex in INLINE]
    parts.append(_title("Display formulas"))
    parts += [f"{name}\n{tex}\n{_drawn(tex)}" for name, tex in DISPLAY]
    parts.append(_title("Stress list: first inline, then as a display formula"))
    parts += [f"{tex}\n    {_inline(tex)}\n{_drawn(tex)}" for tex in STRESS]
    return "\n\n".join(parts) + "\n"


def _title(text: str) -> str:
    return f"{text}\n{'=' * len(text)}"


def _inline(tex: str) -> str:
    try:
        return maths.inline(tex)
    except maths.MathError as error:
        return f"refused: {error}"


def _drawn(tex: str) -> str:
    try:
        lines = maths.draw(tex).splitlines()
    except maths.MathError as error:
        lines = [f"refused: {error}"]
    return "\n".join(f"    {line}".rstrip() for line in lines)


if __name__ == "__main__":
    GOLDEN.write_text(golden(), encoding="utf-8")
    print(f"wrote {GOLDEN.name}: {len(DISPLAY)} display and {len(INLINE)} inline formulas")
