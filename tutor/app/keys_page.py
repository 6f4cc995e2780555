"""The page of all keys, docs/keys.md: `python -m tutor.app.keys_page > docs/keys.md`."""

from __future__ import annotations

from tutor.app import keys
from tutor.app.key_names import EXAMPLES, say

_INTRODUCTION = f"""\
# Keys

`?` (`f1` while you type) shows what the keys do where you are, `K` lists all of them, and `,` opens the settings. The mouse reaches everything too, and so does `ctrl+p`, the palette of commands.

Every action has a name, and the name can be given other keys: in the app (`K`, then `enter` on a line, then the key), or in `settings.toml` in Tutor's folder (`tutor doctor` names it):

```toml
[keys]
"lesson.next" = "n, right"      # several keys for one action
"lesson.previous" = "p, left"
"surface.on" = "ä"
"lesson.stop" = "<C-x>"         # as vim and tmux write ctrl+x
```

Keys are written as they are typed or named: `{EXAMPLES}`. Upper and lower case differ: `N` is shift and n. With `shift` and anything but an arrow or `tab`, and with `super`, most terminals send what they send without it. `ctrl+i` is `tab`, `ctrl+m` is `enter` and `ctrl+[` is `escape` to every terminal.

A key that belongs to another action of the same place is refused until that one has been given another; the app and `tutor doctor` say so, and until then both have their own keys. Two actions can be swapped in one go. Where a question, a knob or a picture has the focus, its keys come before those of the page. What works while one types needs ctrl, alt or a function key. Names that are not in the table (the keys of text fields, lists and the mouse) are not changed here.

`tutor keys` prints this table as it is for you.
"""  # noqa: E501 - a paragraph is a line in Markdown


def page() -> str:
    """docs/keys.md."""
    parts = [_INTRODUCTION]
    place = ""
    for entry in keys.catalogue().values():
        if entry.place != place:
            place = entry.place
            parts.append(f"\n## {place}\n\n| key | does | name |\n|---|---|---|\n")
        names = " ".join(_code(say(key)) for key in entry.keys)
        parts.append(f"| {names} | {entry.description} | `{entry.id}` |\n")
    return "".join(parts)


def _code(name: str) -> str:
    """A key between backticks, in a cell of a table."""
    name = name.replace("|", "\\|")
    return f"`` {name} ``" if "`" in name else f"`{name}`"


if __name__ == "__main__":
    print(page(), end="")
