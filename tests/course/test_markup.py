"""Markdown: maths as text, glossary terms as links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token

from tutor.course import markup

TERMS = {
    "step": "step",
    "steps": "step",
    "learning rate": "learning rate",
    "SGD": "SGD",
    "学习率": "lr",
}


def inline(markdown: str, terms: dict[str, str] | None = None) -> list[Token]:
    tokens = markup.parser(terms or {}).parse(markdown)
    return [child for token in tokens for child in token.children or []]


def links(markdown: str) -> list[tuple[str, str]]:
    """The address and text of each link."""
    found = []
    tokens = inline(markdown, TERMS)
    for index, token in enumerate(tokens):
        if token.type == "link_open":
            found.append((str(token.attrs["href"]), tokens[index + 1].content))
    return found


def words(markdown: str) -> str:
    return "".join(token.content for token in inline(markdown))


def test_maths_becomes_text_in_italics() -> None:
    tokens = inline("so $x_t^2$ falls")
    assert [t.type for t in tokens] == ["text", "em_open", "text", "em_close", "text"]
    assert words("so $x_t^2$ falls") == "so xₜ² falls"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (r"# Of $\eta$", "Of η"),
        (r"**bold $\eta$**", "bold η"),
        (r"- a $\eta$", "a η"),
        ("| $\\eta$ | b |\n|---|---|\n| $x_1$ | 2 |", "ηbx₁2"),
        (r"bad $\foo{x}$ maths", r"bad \foo{x} maths"),
        ("costs 5$ and 6$", "costs 5$ and 6$"),
        (r"costs \$5", "costs $5"),
        ("`$x$`", "$x$"),
        ("one\ntwo", "one two"),
        ("中文\n文字", "中文文字"),
        ("中文\nword", "中文 word"),
        ("~~kept~~", "~~kept~~"),
    ],
)
def test_the_words_of(markdown: str, text: str) -> None:
    assert words(markdown) == text


def test_no_maths_token_is_left() -> None:
    tokens = markup.parser().parse("$$\n\\frac{a}{b}\n$$\n\n> $$x$$ and $$ y $$\n")
    types = {t.type for t in tokens} | {c.type for t in tokens for c in t.children or []}
    assert not {each for each in types if each.startswith("math")}
    assert tokens[0].type == "code_block"
    assert tokens[0].content == " a\n╶─╴\n b\n"


def test_the_first_occurrence_of_a_term_is_a_link() -> None:
    assert links("A step, then steps; the Learning Rate of SGD.") == [
        ("glossary:step", "step"),
        ("glossary:learning rate", "Learning Rate"),
        ("glossary:SGD", "SGD"),
    ]
    assert links("one step\n\nanother step") == [("glossary:step", "step")]


def test_terms_across_a_line_end_and_in_emphasis_and_chinese() -> None:
    assert links("the learning\nrate") == [("glossary:learning rate", "learning rate")]
    assert links("the **step**") == [("glossary:step", "step")]
    assert links("调整学习率以后") == [("glossary:lr", "学习率")]


@pytest.mark.parametrize(
    "markdown",
    [
        "# A step",
        "`step`",
        "[step](other.md)",
        "$step$",
        "footstep stepped step_size",
        "sgd",
        "```\nstep\n```",
    ],
)
def test_where_terms_are_not_linked(markdown: str) -> None:
    assert not [address for address, _ in links(markdown) if address.startswith("glossary:")]


def test_the_text_stays_whole_around_links() -> None:
    text = "A step and a step of the learning rate."
    assert "".join(t.content for t in inline(text, TERMS)) == text


@given(st.text(alphabet="ab$\\{}_^*`[]()|#>-\n \t:学", max_size=60))
def test_any_markdown_is_parsed(text: str) -> None:
    for token in markup.parser({"a": "a"}).parse(text):
        assert not token.type.startswith("math")
    markup.plain(text)
