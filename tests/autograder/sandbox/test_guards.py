"""The guards that the first line names are there, as root and as an ordinary user; where one is not, it is said."""

import json
import os
import sys

import pytest

from autograder.grade import guards
from autograder.sandbox import confinement
from tests.autograder import planted, watching
from tests.autograder.watching import outcome, whole

pytestmark = pytest.mark.slow

NAMES = ["right", "squared", "error", "exit0"]
ALL_ON = "Confined: PID namespace, mount and network namespaces, Landlock, seccomp, limits."
ORDINARY = [] if os.geteuid() else [sys.executable, "-m", "tests.autograder.ordinary"]
NO_WALLS = os.environ.get("COURSE_NO_WALLS")  # set where the kernel is known to forbid them
TRY = """
import json, sys
from pathlib import Path
from autograder.grade import guards
from autograder.sandbox import confinement
print(json.dumps(confinement.missing(Path(sys.argv[1]))))
"""

WITHOUT_TORCH = """
from autograder import __main__ as command_line
from autograder.grade import preload
preload.MODULES = [name for name in preload.MODULES if name not in ("torch", "torchvision", "skimage.data")]
command_line.app(prog_name="python -m autograder")
"""


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """The class and its tests, open to all users; and the way to the command."""
    base = tmp_path_factory.mktemp("handed-in")
    planted.write_class(base / "class", NAMES)
    planted.write_bundle(base / "bundle")
    open_to_all(base)
    return base


def open_to_all(folder):
    """Any user may write in it and get to it."""
    folder.mkdir(exist_ok=True)
    for one in folder.parents:
        if one.stat().st_uid == os.geteuid() and not one.stat().st_mode & 0o001:
            one.chmod(0o755)
    folder.chmod(0o777)
    return folder


@pytest.mark.skipif(bool(NO_WALLS), reason=f"COURSE_NO_WALLS: {NO_WALLS}")
@pytest.mark.parametrize("user", [[], ORDINARY], ids=["this user", "an ordinary user"])
def test_no_guard_is_missing_here(tmp_path, user):
    place = open_to_all(tmp_path / "place")
    code, said, errors = watching.run([*user, sys.executable, "-c", TRY, str(place)], place)
    assert code == 0, errors
    missing = json.loads(said)
    assert missing == {}, f"this machine cannot confine code: {missing}; COURSE_NO_WALLS=reason leaves this test out"


@pytest.mark.skipif(bool(NO_WALLS), reason=f"COURSE_NO_WALLS: {NO_WALLS}")
def test_ordinary_user_grades_with_all_guards_as_root_does(handed_in, tmp_path):
    open_to_all(tmp_path / "tmp")
    left = {}
    for name, user in (("ours", []), ("ordinary", ORDINARY)):
        out = open_to_all(tmp_path / name)
        command = planted.command(handed_in / "class", out, handed_in / "bundle")
        code, said, errors = watching.run([*user, *command], tmp_path / "tmp")
        assert (code, errors) == (0, f"{ALL_ON}\n"), said + errors
        assert not watching.running(tmp_path / "tmp")
        left[name] = outcome(out)
    assert left["ordinary"] == left["ours"]
    assert (tmp_path / "ordinary" / "right.json").stat().st_uid != 0
    assert not list((tmp_path / "tmp").glob("grading-*"))


def forbidden(calls, reason):
    return [sys.executable, "-m", "tests.autograder.forbidding", calls, reason]


WITHOUT = {
    "namespaces": (
        forbidden("unshare", "EPERM"),
        [confinement.PID_NAMESPACE, confinement.MOUNT_AND_NETWORK],
        "Operation not permitted",
    ),
    "mounts": (forbidden("mount", "EPERM"), [confinement.MOUNT_AND_NETWORK], "Operation not permitted"),
    "Landlock": (forbidden("landlock_create_ruleset", "ENOSYS"), [confinement.LANDLOCK], "Function not implemented"),
    "filter": (
        [],
        [confinement.SECCOMP],
        "libseccomp cannot be loaded (no libseccomp.so.2 here); apt-get install libseccomp2",
    ),
}


def command_without(name, handed_in, tmp_path, *options):
    launcher, missing, why = WITHOUT[name]
    more = {}
    if name == "filter":
        (tmp_path / "pyseccomp.py").write_text("raise OSError('no libseccomp.so.2 here')", encoding="utf-8")
        more = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{planted.ROOT}"}
    words = ["grade", planted.LESSON, str(handed_in / "class"), "--out", str(tmp_path / "out")]
    program = [sys.executable, "-c", WITHOUT_TORCH, *words, "--bundle", str(handed_in / "bundle"), *options]
    return watching.run([*launcher, *program], tmp_path / "tmp", **more), missing, why


@pytest.mark.parametrize("name", WITHOUT)
def test_missing_guard_is_named_and_nothing_is_graded(handed_in, tmp_path, name):
    (code, said, errors), missing, why = command_without(name, handed_in, tmp_path)
    assert code == 2 and not said and errors.count("\n") == 1, errors
    assert errors.startswith("Not graded: this machine cannot confine students' code (")
    named = errors.partition("(")[2].partition("); grade on")[0]
    assert [part.partition(": ")[0] for part in named.split("; ") if ": " in part] == missing
    assert why in errors and "--privileged" in errors and "--unsafe" in errors
    assert not list((tmp_path / "out").iterdir()) and not list((tmp_path / "tmp").iterdir())


@pytest.mark.parametrize("name", WITHOUT)
def test_unsafe_grades_and_says_what_is_missing(handed_in, tmp_path, name):
    (code, said, errors), missing, _ = command_without(name, handed_in, tmp_path, "--unsafe")
    assert code == 0, said + errors
    assert errors == f"{guards.describe_guards(dict.fromkeys(missing, ''))}\n"
    assert errors.rstrip().endswith(f" MISSING: {', '.join(missing)}.")
    found = {result.student: (result.status, result.score) for result in whole(tmp_path / "out").values()}
    assert found == {
        "right": ("GRADED", 6), "squared": ("GRADED", 3), "error": ("GRADED", 6), "exit0": ("CRASH", 6),
    }  # fmt: skip
    assert not watching.running(tmp_path / "tmp")
