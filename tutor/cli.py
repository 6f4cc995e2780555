"""The `tutor` command. It imports nothing that is slow until it knows what is wanted."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from tutor import __version__
from tutor.commands import COMMANDS, MODULES, everywhere
from tutor.commands.errors import CommandError, Exit, Misuse

_EPILOG = "commands:\n" + "\n".join(f"  {name:8} {text}" for name, text in COMMANDS.items())
_EPILOG += "\n\n`tutor COMMAND --help` tells more about one of them."


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, with the closest option."""

    def error(self, message: str) -> NoReturn:
        if message.startswith("unrecognized arguments: "):
            message = self._unknown(message.removeprefix("unrecognized arguments: "))
        elif message.startswith("the following arguments are required: "):
            message = "Say which " + message.removeprefix("the following arguments are required: ")
        else:
            message = message[:1].upper() + message[1:]
        raise Misuse(f"{message.rstrip('.')}. `{self.prog} --help` shows how it is used.")

    def _unknown(self, words: str) -> str:
        word = words.split(maxsplit=1)[0]
        if not word.startswith("-"):
            return f"{word!r} is one word too many"
        from tutor.course.problems import closest  # noqa: PLC0415

        options = [option for option in self._option_string_actions if option.startswith("--")]
        near = closest(word, options)
        return f"There is no option {word}" + (f"; did you mean {near[0]}?" if near else "")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit code (see `commands.errors.Exit`). Never raises."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError, OSError):
            # A formula on a terminal that isn't UTF-8 shows some ?, instead of ending the run.
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = _dispatch(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except CommandError as error:
        _say(f"tutor: {error}")
        return error.code
    except SystemExit as end:  # argparse, after --help and --version
        return end.code if isinstance(end.code, int) else Exit.FINE
    except KeyboardInterrupt:
        _say("\ntutor: stopped.")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return Exit.NO_READER
    except Exception as error:
        return _own_error(error)
    return code


def _dispatch(argv: list[str]) -> int:
    at = _first_word(argv)
    word = argv[at] if at is not None else ""
    if at is not None and word in COMMANDS:
        module = importlib.import_module(MODULES[word])
        parser = _parser(f"tutor {word}", COMMANDS[word])
        module.configure(parser)
        arguments = parser.parse_args(argv[:at] + argv[at + 1 :])
        everywhere.heed(arguments)
        return int(module.run(arguments))
    parser = _parser("tutor", "Learn deep learning by doing it: lessons that run live.", _EPILOG)
    parser.usage = "tutor [options] [LESSON]\n       tutor COMMAND [options] ..."
    parser.add_argument("--version", action="version", version=f"tutor {__version__}")
    parser.add_argument("lesson", nargs="?", metavar="LESSON", help="open this lesson at once")
    arguments = parser.parse_args(argv)
    everywhere.heed(arguments)
    from tutor.commands import opening  # noqa: PLC0415

    return opening.run(arguments)


def _parser(prog: str, description: str, epilog: str | None = None) -> _Parser:
    parser = _Parser(
        prog=prog,
        description=description[:1].upper() + description[1:].rstrip(".") + ".",
        epilog=epilog,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    everywhere.add(parser)
    return parser


def _first_word(argv: list[str]) -> int | None:
    """Where the first word stands that is no option and no option's value."""
    skip = False
    for at, word in enumerate(argv):
        if word == "--":
            return None
        if skip:
            skip = False
        elif word in everywhere.WITH_VALUE:
            skip = True
        elif not word.startswith("-"):
            return at
    return None


def _own_error(error: Exception) -> int:
    if os.environ.get("TUTOR_DEBUG"):
        import traceback  # noqa: PLC0415

        traceback.print_exception(error)
    else:
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        first = what.splitlines()[0]
        _say(
            f"tutor: an error of Tutor's own, which shouldn't happen ({first}). "
            "Run again with TUTOR_DEBUG=1 for the traceback."
        )
    return Exit.BUG


def _say(text: str) -> None:
    with suppress(OSError, ValueError):
        print(text, file=sys.stderr)


def _forget_stdout() -> None:
    """Nobody reads standard output any more: keep Python from complaining at the very end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
