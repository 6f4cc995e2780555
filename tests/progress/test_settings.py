"""settings.toml: what is understood, what is refused and how, and what is written to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.progress import NotSaved, SettingsFile
from tutor.progress.settings import Settings, parse


def faults(text: str) -> list[str]:
    return [str(fault) for fault in parse(text).faults]


def written(home: Path, text: str) -> SettingsFile:
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text(text)
    file = SettingsFile(home)
    file.load()
    return file


# --- what is understood -----------------------------------------------------------------------


def test_nothing_set_means_the_defaults() -> None:
    assert parse("") == parse("# only a comment\n")
    assert parse("").settings == Settings()
    assert parse("").faults == ()


def test_every_setting_is_read() -> None:
    text = """\
theme = "ansi-dark"
markers = "Dots"
device = "CUDA:1"
editor = "vim -u NONE"
motion = "off"
bell = true
[keys]
"lesson.next" = "n, right"
lesson.previous = ["p", ","]
app.help = ","
"""
    parsed = parse(text)
    assert parsed.faults == ()
    settings = parsed.settings
    assert (settings.theme, settings.markers, settings.device) == ("ansi-dark", "dot", "cuda:1")
    assert (settings.editor, settings.motion, settings.bell) == ("vim -u NONE", False, True)
    assert dict(settings.keys) == {
        "lesson.next": ("n", "right"), "lesson.previous": ("p", ","), "app.help": (",",),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('\nthem = "dark"', 2, "Did you mean theme?"),
        ('markers = "squares"', 1, '"braille", "dot" or "ascii"'),
        ("markers = 3", 1, "quotation marks"),
        ('device = "abacus"', 1, "auto, cpu, cuda"),
        ('bell = "maybe"', 1, "bell = true or bell = false"),
        ("motion = 1", 1, "motion = true"),
        ("keys = 3", 1, "[keys]"),
        ('[keys]\n\n"lesson.next" = ""', 3, "names no key"),
        ("[keys]\nlesson.next = 3", 2, "names no keys"),
        ('[keys]\n"lesson.next" = ["n", 3]', 2, "names no keys"),
        ('[keys]\n"lesson.next" = "n,,m"', 2, 'lesson.next: this names no key. Write "n"'),
        ("zzzz = 1", 1, "There are theme, markers"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_the_rest_is_used(
    text: str, line: int, words: str
) -> None:
    parsed = parse('editor = "ed"\n' + text)
    assert parsed.settings.editor == "ed"
    (fault,) = parsed.faults
    assert fault.line == line + 1
    assert words in str(fault)
    assert not parsed.broken


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('theme = "tutor-dark"\nmarkers = dot', 2),
        ('theme = "tutor-dark', 1),
        ("[keys\n", 1),
        ("theme = 1\ntheme = 2", 2),
        ('bell = true\n"lesson.next" "n"', 2),
    ],
)
def test_what_is_no_toml_is_broken(text: str, line: int) -> None:
    parsed = parse(text)
    assert parsed.broken
    assert parsed.settings == Settings()
    (fault,) = parsed.faults
    assert abs(fault.line - line) <= 1  # some are found at the end of the line
    assert "not TOML" in str(fault)
    assert "nothing is written to it" in str(fault)


# --- the file ---------------------------------------------------------------------------------


def test_a_number_that_python_refuses_is_said_too() -> None:
    parsed = parse("theme = " + "1" * 5000)
    assert parsed.broken
    assert parsed.faults


def test_a_command_with_a_control_character_is_refused() -> None:
    assert faults('editor = "vi \\u0000"') == [
        'line 1: editor is a text in quotation marks. Write editor = "…".'
    ]


def test_looking_makes_no_file(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "home")
    assert file.load().settings == Settings()
    assert not (tmp_path / "home").exists()


def test_a_change_makes_the_file_and_explains_it(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "home")
    file.change("bell", True)
    text = file.path.read_text()
    assert text.startswith("# What is set in Tutor.")
    assert "bell = true\n" in text
    assert file.settings.bell
    assert SettingsFile(tmp_path / "home").load().settings.bell


COMMENTED = """\
# my own words
theme = "tutor-light"   # for the train

# what I am used to
[keys]
# as in mutt
"lesson.next" = "J"  # J for jump
lesson.previous = "K"
"""


def test_comments_and_order_stay(tmp_path: Path) -> None:
    file = written(tmp_path, COMMENTED)
    file.change("theme", "ansi-dark")
    file.change("motion", False)
    file.change_keys("lesson.next", ["ö", "right"])
    file.change_keys("app.help", ["?", ","])
    text = file.path.read_text()
    for words in ("# my own words", "# for the train", "# as in mutt", "# J for jump"):
        assert words in text
    assert text.index("motion") < text.index("[keys]")
    assert 'lesson.previous = "K"' in text
    assert dict(file.settings.keys) == {
        "lesson.next": ("ö", "right"), "lesson.previous": ("K",), "app.help": ("?", ","),
    }  # fmt: skip
    assert (file.settings.theme, file.settings.motion) == ("ansi-dark", False)


@pytest.mark.parametrize("name", ["lesson.next", "lesson.previous"])
def test_keys_are_taken_back_however_they_were_written(tmp_path: Path, name: str) -> None:
    file = written(tmp_path, COMMENTED)
    file.change_keys(name, None)
    assert name not in file.settings.keys
    assert len(file.settings.keys) == 1
    file.change_keys(name, ["x"])
    assert file.settings.keys[name] == ("x",)
    assert not parse(file.path.read_text()).faults


def test_what_was_already_so_is_not_written(tmp_path: Path) -> None:
    file = written(tmp_path, 'theme="x"')
    before = file.path.stat().st_mtime_ns
    file.change("theme", "x")
    assert file.path.stat().st_mtime_ns == before


def test_a_broken_file_is_never_written(tmp_path: Path) -> None:
    text = 'theme = "tutor-dark\n[keys]\n'
    file = written(tmp_path, text)
    with pytest.raises(NotSaved, match="left as it is: line 1") as trouble:
        file.change("bell", True)
    assert str(file.path) in trouble.value.reason
    assert file.path.read_text() == text


def test_keys_that_are_no_table_are_left_alone(tmp_path: Path) -> None:
    file = written(tmp_path, "keys = 3\n")
    with pytest.raises(NotSaved, match="no table"):
        file.change_keys("lesson.next", ["x"])
    file.change("bell", True)
    assert "keys = 3" in file.path.read_text()


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b'theme = "\xe4"', b"x" * 300_000])
def test_what_is_no_text_is_said_and_left(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(data)
    file = SettingsFile(tmp_path)
    parsed = file.load()
    assert parsed.broken
    assert str(path) in str(parsed.faults[0])
    with pytest.raises(NotSaved):
        file.change("bell", True)
    assert path.read_bytes() == data


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    file = SettingsFile(tmp_path)
    assert "no ordinary file" in str(file.load().faults[0])


def test_a_byte_order_mark_and_other_line_ends_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"\xef\xbb\xbfbell = true\r\nmotion = false\r\n")
    settings = SettingsFile(tmp_path).load().settings
    assert (settings.bell, settings.motion) == (True, False)


def test_where_nothing_can_be_written_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    file = SettingsFile(tmp_path / "home")
    assert file.load().settings == Settings()
    with pytest.raises(NotSaved, match=r"settings\.toml could not be saved"):
        file.change("bell", True)


def test_a_read_only_file_is_respected(tmp_path: Path) -> None:
    file = written(tmp_path, "bell = false\n")
    file.path.chmod(0o444)
    with pytest.raises(NotSaved, match="read-only"):
        file.change("bell", True)
    assert file.path.read_text() == "bell = false\n"


def test_news_are_what_others_save(tmp_path: Path) -> None:
    file = written(tmp_path, "bell = false\n")
    assert not file.is_news()
    file.change("bell", True)
    assert not file.is_news()
    other = tmp_path / "other"
    other.write_text("bell = false\n")
    other.replace(file.path)
    assert file.is_news()
    assert not file.load().settings.bell
    assert not file.is_news()
    file.path.unlink()
    assert file.is_news()


def test_a_change_keeps_what_another_editor_has_saved_meanwhile(tmp_path: Path) -> None:
    file = written(tmp_path, "bell = false\n")
    file.path.write_text('editor = "ed"\n')
    file.change("motion", False)
    assert (file.settings.editor, file.settings.motion) == ("ed", False)


def test_a_link_leads_where_it_led(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("bell = false\n")
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").symlink_to(real)
    file = SettingsFile(home)
    file.load()
    file.change("bell", True)
    assert (home / "settings.toml").is_symlink()
    assert "bell = true" in real.read_text()
