"""What is printed and logged, on its way to the channel: cleaned, merged, thinned, cut."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.engine import protocol
from tutor.engine.merging import Begin, End, RunOutput
from tutor.engine.points import thin
from tutor.engine.screen import LONG_LINE, Screen, clean
from tutor.engine.streams import NoInput, Output

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def shown(*chunks: str, each: bool = True) -> str:
    """What a learner sees of chunks that are taken one by one, or all at the end."""
    screen, text = Screen(), ""
    for chunk in chunks:
        screen.feed(chunk)
        if each:
            text = protocol.joined(text, screen.take())
    return protocol.joined(text, screen.take())


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        ("plain\n\ttext", "plain\n\ttext"),
        ("\x1b[31mred\x1b[0m \x1b[1;38;5;9mx", "red x"),
        ("\x1b]0;title\x07a\x1b]8;;http://x\x1b\\b", "ab"),
        ("\x1bPdevice\x1b\\a\x1b(Bb\x1b7c\x9b2Jd", "abcd"),
        ("bell\x07 nul\x00 del\x7f", "bell nul del"),
        ("lone \ud800", "lone \ufffd"),
        ("10%\r20%\r100%", "100%"),
        ("longer\rab", "abnger"),
        ("longer\rab\x1b[K", "ab"),
        ("longer\x1b[2K\rab", "ab"),
        ("ab\b\bxy", "xy"),
        ("windows\r\nlines\r\n", "windows\nlines\n"),
        ("a\rb\nc\rd", "b\nd"),
        ("half an escape \x1b[3", "half an escape "),
    ],
)
def test_a_screen_shows_what_a_terminal_would(printed: str, seen: str) -> None:
    assert shown(printed) == seen
    assert shown(*printed) == seen  # one character at a time


@given(st.lists(st.text(st.sampled_from("ab\n\r\b\t\x1b[]K2;\x07\x9b\x00"), max_size=12)))
def test_a_screen_gives_no_control_however_text_is_cut(chunks: list[str]) -> None:
    assert shown(*chunks) == shown(*chunks, each=False)
    screen = Screen()
    for chunk in chunks:
        screen.feed(chunk)
        assert not CONTROL.search(screen.take().removeprefix("\r"))


@given(st.text(st.characters(codec=None)))
def test_clean_leaves_no_control(text: str) -> None:
    assert not CONTROL.search(clean(text))
    clean(text).encode()


def test_marks_that_turn_the_direction_of_writing_are_dropped() -> None:
    assert clean("loss \u202e12.0\u2069 ok") == "loss 12.0 ok"


def test_a_line_without_end_is_not_kept() -> None:
    screen = Screen()
    for _ in range(100):
        screen.feed("x" * LONG_LINE)
    assert len(screen._line) <= LONG_LINE
    assert screen.take() == "x" * (100 * LONG_LINE)
    screen.feed("\rnew")
    assert screen.take() == "\nnew"  # it can't be overwritten any more


def texts(output: RunOutput) -> list[tuple[str, str]]:
    return [(e.stream, e.text) for e in output.pending() if isinstance(e, protocol.Text)]


def test_texts_are_merged_and_streams_kept_apart() -> None:
    output = RunOutput(Begin(1), 1000)
    for stream, text in [("out", "a"), ("out", "b\n"), ("err", "w"), ("out", "c")]:
        output.text(stream, text)  # type: ignore[arg-type]
    assert texts(output) == [("out", "ab\n"), ("err", "w"), ("out", "c")]
    assert texts(output) == []


def test_a_carriage_return_never_reaches_into_the_other_stream() -> None:
    output = RunOutput(Begin(1), 1000)
    output.text("err", "10%")
    assert texts(output) == [("err", "10%")]
    output.text("err", "\r20%")
    assert texts(output) == [("err", "\r20%")]
    output.text("out", "done\n")
    output.text("err", "\r30%")
    assert texts(output) == [("out", "done\n"), ("err", "30%")]


def test_two_streams_that_alternate_make_few_events() -> None:
    output = RunOutput(Begin(1), 100_000)
    for number in range(1000):
        output.text("out", f"o{number}\n")
        output.text("err", f"e{number}\n")
    found = texts(output)
    assert [stream for stream, _ in found] == ["out", "err"]
    assert found[0][1] == "".join(f"o{number}\n" for number in range(1000))


def test_output_is_cut_and_says_how_much() -> None:
    output = RunOutput(Begin(1), 10)
    output.text("out", "0123456789ABC")
    assert texts(output) == [("out", "0123456789")]
    assert output.full
    output.text("out", "more")
    output.lose(1000)
    end = output.close(End("one", "done", 0.1), 0)
    assert isinstance(end[0], protocol.Text)
    assert "1,007 more characters were cut: a run shows at most 10." in end[0].text
    assert isinstance(end[-1], protocol.Finished)


def test_a_progress_bar_is_not_cut_however_long_it_runs() -> None:
    output = RunOutput(Begin(1), 50)
    seen = ""
    for number in range(1000):
        output.text("err", f"\rstep {number:4}")
        for _stream, text in texts(output):
            seen = protocol.joined(seen, text)
    assert seen == "step  999"
    assert not output.full


def test_large_text_is_sent_in_frames_that_the_channel_takes() -> None:
    output = RunOutput(Begin(1), 10_000_000)
    output.text("out", "é" * 3_000_000)
    events = output.pending()
    assert max(len(protocol.encode(event)) for event in events) < protocol.MAX_FRAME
    assert "".join(e.text for e in events if isinstance(e, protocol.Text)) == "é" * 3_000_000


def test_points_are_merged_for_each_series() -> None:
    output = RunOutput(Begin(7), 100)
    output.points([(0, {"loss": 3.0, "error": 1.0}), (1, {"loss": 2.0}), (10**400, {"loss": 1.0})])
    loss, error = output.pending()
    assert isinstance(loss, protocol.Points)
    assert isinstance(error, protocol.Points)
    assert (loss.run, loss.series, loss.seen, error.series) == (7, "loss", 3, "error")
    np.testing.assert_array_equal(np.frombuffer(loss.x), [0, 1, np.inf])
    np.testing.assert_array_equal(np.frombuffer(loss.y), [3, 2, 1])
    output.points([(3, {"loss": 0.5})])
    (more,) = output.pending()
    assert isinstance(more, protocol.Points)
    assert (more.seen, len(more.x)) == (4, 8)
    finished = output.close(End("one", "done", 0.0), 2)[-1]
    assert isinstance(finished, protocol.Finished)
    assert finished.steps == 4


def test_too_many_curves_are_not_drawn_and_said_so() -> None:
    output = RunOutput(Begin(1), 1000)
    output.points([(0, {f"m{number}": 1.0 for number in range(200)})])
    events = output.pending()
    assert sum(isinstance(event, protocol.Points) for event in events) == 64
    assert [e.text for e in events if isinstance(e, protocol.Text)] == [
        "Only the first 64 curves are drawn.\n"
    ]


def test_a_quiet_run_sends_only_progress_and_errors() -> None:
    output = RunOutput(Begin(1, "quiet"), 100)
    output.text("out", "x")
    output.points([(0, {"loss": 1.0})])
    progress = protocol.Progress(0, "", 1, 2, 3.0)
    assert output.message(protocol.Curve(0, "", b"", b"")) == []
    assert output.message(progress) == [protocol.Progress(1, "", 1, 2, 3.0)]
    assert output.pending() == []
    raised = protocol.Raised(0, "E", "m", "t", "one", 1)
    last = output.close(End("one", "raised", 0.0, (protocol.Value(0, "1"), raised)), 0)
    assert [type(event) for event in last] == [protocol.Raised, protocol.Finished]
    assert isinstance(last[-1], protocol.Finished)
    assert last[-1].needed
    assert last[-1].steps == 1


def wave(count: int) -> tuple[np.ndarray, np.ndarray]:
    x = np.arange(count, dtype=float)
    return x, np.sin(x / 50)


def test_few_points_are_left_alone() -> None:
    x, y = wave(2000)
    assert thin(x, y, 2000)[1] is y


def test_thinning_keeps_spikes_gaps_and_ends() -> None:
    x, y = wave(100_000)
    y[12_345], y[54_321] = 40.0, -40.0
    y[70_000], y[80_000], y[90_000:90_003] = np.inf, -np.inf, np.nan
    few_x, few_y = thin(x, y, 2000)
    assert len(few_x) <= 2000
    assert {0.0, 12_345.0, 54_321.0, 70_000.0, 80_000.0, 99_999.0} <= set(few_x)
    assert np.isnan(few_y).any()
    assert (np.diff(few_x) > 0).all()
    np.testing.assert_array_equal(few_y, y[few_x.astype(int)])


def test_thinning_a_path_in_the_plane_keeps_its_extremes() -> None:
    t = np.linspace(0, 300, 50_000)
    x, y = np.cos(t), np.sin(t)
    few_x, few_y = thin(x, y, 4000)
    assert len(few_x) <= 4000
    assert few_x.max() > 0.999999
    assert few_x.min() < -0.999999
    np.testing.assert_allclose(few_x**2 + few_y**2, 1)


@given(
    st.lists(st.floats(), min_size=1, max_size=300),
    st.integers(min_value=10, max_value=40),
)
def test_thinning_takes_any_numbers(values: list[float], limit: int) -> None:
    y = np.array(values)
    x = np.arange(len(y), dtype=float)
    few_x, few_y = thin(x, y, limit)
    assert len(few_x) <= max(limit, 5)
    assert few_x[0] == 0
    assert few_x[-1] == len(y) - 1
    np.testing.assert_array_equal(few_y, y[few_x.astype(int)])
    finite = y[~np.isnan(y)]
    if len(finite):
        assert np.nanmax(few_y) == finite.max()
        assert np.nanmin(few_y) == finite.min()


def test_the_standard_streams_behave_like_pythons() -> None:
    got: list[tuple[str, str]] = []
    out = Output("out", lambda stream, text: got.append((stream, text)), 1)
    print("a", 1, file=out)
    out.buffer.write("né".encode()[:2])
    out.buffer.write("né".encode()[2:])
    out.close()
    out.writelines(["x", "y"])
    assert "".join(text for _, text in got) == "a 1\nnéxy"
    assert (out.fileno(), out.isatty(), out.closed) == (1, False, False)
    with pytest.raises(TypeError, match="must be str, not int"):
        out.write(3)  # type: ignore[arg-type]
    assert isinstance(out, io.TextIOBase)


def test_input_says_what_to_do_instead() -> None:
    with pytest.raises(EOFError, match="write the value into the code instead"):
        NoInput().readline()
