"""Where `tutor.mine` gets its names: in a runner, in a check, in a script."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tutor.course import catalog, mine

ENTRIES = """
import sys
from tutor.engine.protocol import Entry
from tutor.kit import library
told = []
def provide(*pairs, names=("net", "sgd")):
    entries = [Entry(name, "both", source, origin, instead)
               for name in names for source, origin, instead in pairs]
    library.provide(entries, list(names), lambda *what: told.append(what))
"""


def script(source: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "script.py"
    path.write_text(source)
    return subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, timeout=60, check=False
    )


def ran(source: str, folder: Path) -> str:
    done = script(ENTRIES + source, folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_outside_there_are_the_references_of_the_course(tmp_path: Path) -> None:
    names = sorted(mine.providers_below(catalog.default_root()))
    assert names
    source = f"""
from tutor.mine import {names[0]} as taken
import tutor.mine
assert callable(taken)
assert taken is tutor.mine.{names[0]}
print([n for n in dir(tutor.mine) if not n.startswith("_")])
"""
    done = script(source, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{names}\n"
    assert done.stderr == (
        "tutor.mine: outside the app these are the course's reference solutions.\n"
    )


def test_outside_a_wrong_name_is_told_with_the_closest(tmp_path: Path) -> None:
    name = min(mine.providers_below(catalog.default_root()))
    done = script(f"from tutor.mine import {name}s", tmp_path)
    assert done.returncode == 1
    assert done.stderr.endswith(
        f"ImportError: `tutor.mine` has no `{name}s`. Did you mean `{name}`?\n"
    )


def test_importing_it_loads_nothing(tmp_path: Path) -> None:
    source = """
import sys
import tutor.mine
try:
    tutor.mine.__path__
except AttributeError:
    pass
print(sorted(n for n in sys.modules if n.startswith(("tutor.", "torch", "msgspec", "yaml"))))
"""
    done = script(source, tmp_path)
    assert (done.stdout, done.stderr) == ("['tutor.mine']\n", "")


def test_where_code_is_checked_there_is_nothing(tmp_path: Path) -> None:
    source = """
library.refuse()
import tutor.mine
print(library.names(), dir(tutor.mine)[-1])
try:
    from tutor.mine import sgd
except ImportError as error:
    print(error)
"""
    lines = ran(source, tmp_path).splitlines()
    assert lines[0].startswith("[] __")
    assert lines[1] == (
        "`tutor.mine` isn't there while an exercise is checked: "
        "write everything that your code needs into its own file."
    )


def test_a_module_is_made_once_and_again_when_its_code_changes(tmp_path: Path) -> None:
    source = """
first = "import random\\nmark = []\\ndef sgd(): mark.append(1)\\ndef net(): return len(mark)\\n"
provide((first, "yours", ""))
from tutor.mine import net, sgd
sgd()
provide((first, "yours", ""))
from tutor.mine import net as again
print(net is again, again(), sgd.__module__, sys.modules[sgd.__module__].sgd is sgd)
provide((first + "# other", "yours", ""))
from tutor.mine import net as other
print(other(), net(), told)
"""
    assert ran(source, tmp_path) == "True 1 tutor.mine.both True\n0 1 []\n"


def test_a_stopped_load_leaves_nothing(tmp_path: Path) -> None:
    source = """
provide(("raise KeyboardInterrupt", "yours", "sgd = net = 1"))
import tutor.mine
for _ in range(2):
    try:
        tutor.mine.sgd
    except KeyboardInterrupt:
        print("stopped", told, [n for n in sys.modules if n.startswith("tutor.mine.")])
"""
    assert ran(source, tmp_path) == "stopped [] []\n" * 2


def test_code_that_fails_gives_way_to_the_reference(tmp_path: Path) -> None:
    source = """
provide(("sgd = 1", "yours", "sgd = 2; net = 3"))
from tutor.mine import net, sgd
print(sgd, net, told)
provide(("", "reference", ""))
try:
    from tutor.mine import sgd
except ImportError as error:
    print(error)
"""
    assert ran(source, tmp_path).splitlines() == [
        "2 3 [('both', \"it doesn't define net\")]",
        "The reference of `both` can't be loaded (it doesn't define net, sgd): "
        "`tutor audit both` says more.",
    ]


def test_what_comes_from_it_is_like_any_other_code(tmp_path: Path) -> None:
    source = """
code = '''
from __future__ import annotations
from dataclasses import dataclass
@dataclass
class sgd:
    x: int
net = sgd
'''
provide((code, "yours", ""))
import inspect, os, pickle
import tutor.mine
from tutor.mine import sgd
print(pickle.loads(pickle.dumps(sgd(1))) == sgd(1))
print(inspect.getsource(sgd))
pid = os.fork()
if pid == 0:
    os._exit(tutor.mine.net(7).x)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""
    assert ran(source, tmp_path) == "True\n@dataclass\nclass sgd:\n    x: int\n\n7\n"
