"""The options that every command of `tutor` has."""

from __future__ import annotations

import argparse
import os
import re
from typing import Any

WITH_VALUE = ("--lessons", "--device", "--lang")


def add(parser: argparse.ArgumentParser, *, again: bool = False) -> None:
    """Add them to a parser; `again` where a parser around it has them, and their defaults, too."""

    def default(value: str | bool | None) -> Any:
        return argparse.SUPPRESS if again else value

    group = parser.add_argument_group("options of every command")
    group.add_argument(
        "--lessons", default=default(None), metavar="DIR", help="take the course in this folder"
    )
    group.add_argument(
        "--device",
        type=_device,
        default=default(None),
        metavar="D",
        help="run lesson code there: cpu, cuda, cuda:1, mps",
    )
    group.add_argument(
        "--lang",
        type=_language,
        default=default("en"),
        metavar="L",
        help="the lessons' language: en, zh",
    )
    group.add_argument(
        "--offline",
        action="store_true",
        default=default(False),
        help="download nothing; synthetic data takes the place of what isn't here",
    )


def heed(arguments: argparse.Namespace) -> None:
    """Do what has to be known in every process of Tutor's."""
    if arguments.offline:
        os.environ["TUTOR_OFFLINE"] = "1"


def _language(text: str) -> str:
    if not re.fullmatch("[a-z]{2}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no language: write two letters, en or zh")
    return text


def _device(text: str) -> str:
    name = text.strip().lower()
    if not re.fullmatch(r"auto|cpu|mps|cuda(:\d+)?", name):
        raise argparse.ArgumentTypeError(f"{text!r} is no device: write cpu, cuda, cuda:1 or mps")
    return name
