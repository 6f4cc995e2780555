"""What can go wrong with fetching, each in a sentence, with what to do about it."""

from __future__ import annotations

from tutor.datasets.steps import Failed

_NETWORK = "Look at the network and try again, or use the synthetic data meanwhile."
_OWN_FILES = "If you have the files, `tutor data use NAME PATH` takes them."


class Fault(Exception):
    """A data set can't be had now. `error` says why, `advice` what to do: sentences."""

    def __init__(self, error: str, advice: str) -> None:
        super().__init__(f"{error} {advice}".strip())
        self.error = error
        self.advice = advice
        self.kept = 0  # bytes that have come and need not come again

    def as_event(self) -> Failed:
        """The same as an event; its advice says what is kept."""
        kept = f"{megabytes(self.kept)} are kept: the next try goes on from there."
        advice = [self.advice] if self.advice else []
        return Failed(self.error, " ".join([*advice, kept] if self.kept else advice), self.kept)


class Offline(Fault):
    """Nothing may be fetched: the learner said so."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Tutor is offline, so “{name}” can't be fetched.",
            "Start it without --offline (and without TUTOR_OFFLINE), or use the synthetic data.",
        )


class Stopped(Fault):
    """Somebody stopped it."""

    def __init__(self) -> None:
        super().__init__("The download was stopped.", "")


class AddressFault(Fault):
    """It can't be had from this address; another may have it."""


class Unreachable(AddressFault):
    """The server can't be reached, or speaks otherwise than it should."""

    def __init__(self, error: str, advice: str = _NETWORK) -> None:
        super().__init__(error, advice)


def not_found(server: str) -> Unreachable:
    """Its name means nothing here."""
    return Unreachable(f"{server} can't be found: there seems to be no network.")


def not_open(server: str) -> Unreachable:
    """Nothing listens there."""
    return Unreachable(f"{server} refuses the connection.")


def no_answer(server: str) -> Unreachable:
    """Nobody answers."""
    return Unreachable(f"{server} doesn't answer.")


def no_proxy(server: str) -> Unreachable:
    """What stands between doesn't work."""
    return Unreachable(f"The proxy on the way to {server} doesn't let it through.")


def not_trusted(server: str) -> Unreachable:
    """Its certificate is not good."""
    return Unreachable(
        f"{server} can't prove that it is {server}.",
        "Something between here and there may look into what passes, or this machine's date is "
        "wrong. Try another network, or use the synthetic data.",
    )


class Slow(AddressFault):
    """Nothing has come for a while."""

    def __init__(self, server: str, seconds: float) -> None:
        super().__init__(f"{server} has sent nothing for {seconds:g} seconds.", _NETWORK)


class Cut(AddressFault):
    """The connection ended before the file did."""

    def __init__(self, server: str) -> None:
        super().__init__(f"{server} ended the connection before the whole file had come.", _NETWORK)


class Refused(AddressFault):
    """The server answered, but not with the file."""

    def __init__(self, address: str, status: int, reason: str) -> None:
        what = {
            403: "won't give it away",
            404: "doesn't have it any more",
            410: "doesn't have it any more",
            429: "is asked too often",
        }.get(status, "has trouble of its own" if status >= 500 else "didn't send it")
        super().__init__(
            f"The server {what} ({f'{status} {reason}'.strip()}): {address}",
            f"Try again later, or use the synthetic data. {_OWN_FILES}",
        )


class WrongFile(AddressFault):
    """What came is not the file: its hash is another."""

    def __init__(self, server: str, file: str, page: bool) -> None:
        what = "a web page instead of it" if page else "something else"
        super().__init__(
            f"The hash of {file} is wrong: {server} sent {what}. It was removed.",
            "A network that wants a login or looks into what passes may be the reason: open any "
            "page in a browser, then try again."
            if page
            else f"Try again later, or use the synthetic data. {_OWN_FILES}",
        )


class NoRoom(Fault):
    """The disk is full, or would be."""

    def __init__(self, folder: object, needed: int, free: int) -> None:
        super().__init__(
            f"There is not enough room in {folder}: about {megabytes(needed)} are needed, "
            f"{megabytes(free)} are free.",
            "Make room and try again, or set TUTOR_DATA to a folder on another disk.",
        )


class CantWrite(Fault):
    """A file can't be written, for another reason."""

    def __init__(self, path: object, error: OSError) -> None:
        super().__init__(
            f"{error.filename or path} can't be written: {error.strerror or error}.",
            "See who owns it and what is there, or set TUTOR_DATA to another folder.",
        )


class CantUnpack(Fault):
    """The right file, as far as is known, and yet it can't be unpacked."""

    def __init__(self, path: object, error: Exception) -> None:
        super().__init__(
            f"{path} can't be unpacked: {error}.",
            "The registry of data sets names a wrong file: please report it.",
        )


def megabytes(count: int) -> str:
    """Bytes as a person says them: “58 kB”, “26.4 MB”, “131 MB”."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000)) if count else 0} kB"
    mega = count / 1_000_000
    return f"{mega:.1f} MB" if round(mega, 1) < 100 else f"{mega:.0f} MB"
