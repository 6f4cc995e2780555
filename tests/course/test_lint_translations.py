"""`tutor lint` on translations: faithful to the English, and told when it has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_samples import WHOLE, said
from small_place import WORDS, Place

from tutor.course.lint import lint
from tutor.course.translation import digest_of

ENGLISH = WHOLE.replace("prerequisites: [momentum]", "prerequisites: []")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


class Translation:
    """A lesson and its translation, which keeps the digest of the English."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.english = place.write("first/one/lesson.md", ENGLISH)
        place.exercise("first/one", "adagrad")
        self.text = ENGLISH.replace(
            "summary: One learning rate per coordinate.",
            f"summary: 每个坐标一个学习率。\ntranslated: {digest_of(self.english)}",
        ).replace("Words of introduction.", "引言。")

    def lint(self, old: str = "", new: str = "") -> list[str]:
        assert old in self.text
        path = self.place.write("first/one/lesson.zh.md", self.text.replace(old, new, 1))
        return said(lint(path))


def test_a_faithful_translation(place: Place) -> None:
    translation = Translation(place)
    assert translation.lint() == []
    assert translation.lint("- [x] This `a > b` one", "- [x] 这个") == []
    assert translation.lint("- [x] gradient", "- [x] 梯度") == []
    assert translation.lint('title: "A title: with colon"', "title: 标题") == []
    assert lint(place.root / "first/one") == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("eta = 0.4", "eta = 0.5", "the code of `trajectory` differs from the English"),
        ("return 0.1 *", "return 0.2 *", "the code of `setup` differs from the English"),
        ("  0.50\n", "  0.51\n", "the expect of `trajectory` differs from the English"),
        ("max: 3,", "max: 4,", "the knobs of `trajectory` differs from the English"),
        ("seconds: 2", "seconds: 3", "the seconds of `trajectory` differs from the English"),
        ("- [x] 0.5", "- [x] 0.6", "this answer of `largest-rate` is `0.5` in the English"),
        ("- [x] two", "- [ ] two", "other answers of `several` are right than in the English"),
        (":tolerance: 0.01", ":tolerance: 0.1", "the tolerance of `computed` differs"),
        (":id: word", ":id: words", "`word` is missing"),
        ("minutes: 25", "minutes: 26", "`minutes` differs from the English"),
        ("## Six kinds\n", "", None),
    ],
)
def test_an_unfaithful_translation(place: Place, old: str, new: str, expected: str | None) -> None:
    found = Translation(place).lint(old, new)
    if expected is None:
        assert found == []  # a heading less makes no page less: activities end pages
    else:
        assert any(expected in each for each in found), found
        assert all("make it as in lesson.md" in each for each in found)


def test_another_order(place: Place) -> None:
    translation = Translation(place)
    start = translation.text.index(":::{quiz} text")
    end = translation.text.index(":::{quiz} predict")
    word = translation.text[start:end]
    text = translation.text.replace(word, "")
    translation.text = text.replace("## Write it", word + "## Write it")
    assert any("the activities stand in another order" in each for each in translation.lint())


def test_the_english_has_changed_since(place: Place) -> None:
    translation = Translation(place)
    place.write("first/one/lesson.md", ENGLISH.replace("Words of introduction.", "New words."))
    (found,) = translation.lint()
    digest = digest_of(translation.english)
    assert found == (
        "5: lesson.md has changed since this was translated; "
        f"bring this up to date, then write `translated: {digest}`"
    )
    assert [p.severity for p in lint(place.root / "first/one")] == ["warning"]


def test_a_translation_of_nobody_knows_what(place: Place) -> None:
    translation = Translation(place)
    line = f"translated: {digest_of(translation.english)}\n"
    (found,) = translation.lint(line, "")
    assert found.startswith("1: nobody can tell which English this was translated from; write `tr")


def test_a_digest_doesnt_mind_line_ends(tmp_path: Path) -> None:
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    one.write_bytes(b"a\nb\n")
    two.write_bytes(b"\xef\xbb\xbfa\r\nb\r\n")
    assert digest_of(one) == digest_of(two)
    two.write_bytes(b"a\nc\n")
    assert digest_of(one) != digest_of(two)


def test_a_translation_alone(place: Place) -> None:
    place.write("first/one/lesson.zh.md", WORDS)
    (place.root / "first/one/lesson.md").unlink()
    found = [p.message for p in lint(place.root / "first/one")]
    assert found == ["there is no such file"]
