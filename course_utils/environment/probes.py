"""The checks of the environment: each returns lines, and a check that fails is reported in a line, too."""

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from course_utils.data_folder import cache_folder
from course_utils.environment import requirements
from course_utils.environment.lines import FIX, NOTE, OK, Line
from course_utils.environment.places import COLAB, place

RESTART = "then restart the kernel"
FONTS = ["Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "PingFang TC", "PingFang HK", "Heiti TC",
         "Microsoft JhengHei", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "SimHei",
         "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback", "Arial Unicode MS"]  # fmt: skip


def look_around(course: str = "") -> list[Line]:
    """Return the lines for everything that a lesson needs; `course` is the version that the notebook was made with."""
    looks: dict[str, Callable[[], list[Line]]] = {
        "runs in": _where,
        "course_utils": lambda: _course_itself(course),
        "Python": _python,
        "packages": _packages,
        "data folder": _data_folder,
        "Chinese in figures": _chinese,
        "GPU": _gpu,
    }
    return [line for what, look in looks.items() for line in _said(what, look)]


def _said(what: str, look: Callable[[], list[Line]]) -> list[Line]:
    try:
        return look()
    except Exception as error:  # an unexpected error must not hide the other lines
        reason = f"{type(error).__name__}: {error}".split("\n")[0]
        return [
            Line(what, NOTE, f"could not be checked ({reason}); continue, and ask for help if a lesson stops there")
        ]


def _where() -> list[Line]:
    return [Line("runs in", OK, place())]


def _course_itself(asked: str) -> list[Line]:
    version, folder = requirements.installed(requirements.COURSE), Path(__file__).resolve().parents[2]
    checkout = (folder / "pyproject.toml").is_file()
    if version is None:
        text = f"is in {folder} but not installed, so its requirements are unknown; run"
        return [Line(requirements.COURSE, FIX, f'{text} `%pip install -e "{folder}"` in a cell, {RESTART}')]
    if requirements.number(version) >= requirements.number(asked):
        return [Line(requirements.COURSE, OK, version)]
    fetch = "run the cell at the top of this notebook"
    if place() != COLAB:
        install = f'run `%pip install -e "{folder}"` in a cell' if checkout else "install it as its README describes"
        fetch = f"get the newest course (`git pull`), {install}"
    return [
        Line(
            requirements.COURSE, FIX, f"{version} is older than this notebook, which needs {asked}; {fetch}, {RESTART}"
        )
    ]


def _python() -> list[Line]:
    version, need = platform.python_version(), requirements.python_needed()
    if need.admits(version):
        return [Line("Python", OK, version)]
    return [Line("Python", FIX, f"{version} does not fit, {need.versions} is needed; install a newer one from "
                 "python.org and set the course up with it as its README describes")]  # fmt: skip


def _packages() -> list[Line]:
    return [_package(need) for need in requirements.packages_needed()]


def _package(need: requirements.Need) -> Line:
    version = requirements.installed(need.name)
    if version is not None and need.admits(version):
        return Line(need.name, OK, version)
    found = "is missing" if version is None else f"{version} does not fit"
    get = f'`%pip install "{need.name}{need.versions}"` in a cell'
    if need.name == requirements.CHECKS and place() == COLAB:
        get = "the cell at the top of this notebook"  # it keeps Colab's widgets, pip alone does not
    return Line(need.name, FIX, f"{found}, {need.versions} is needed; run {get}, {RESTART}")


def _data_folder() -> list[Line]:
    folder = cache_folder()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            return [Line("data folder", OK, str(folder))]
    except OSError as error:
        return [Line("data folder", FIX, f"{folder} cannot be written to ({error.strerror}); set the environment's "
                     f"COURSE_DATA to a folder of your own, {RESTART}")]  # fmt: skip


def _chinese() -> list[Line]:
    from matplotlib import font_manager

    there = {font.name for font in font_manager.fontManager.ttflist}
    found = next((name for name in FONTS if name in there), None)
    if found:
        return [Line("Chinese in figures", OK, f'for your own titles: `plt.rcParams["font.family"] = "{found}"`')]
    return [Line("Chinese in figures", NOTE, "no font found; the course's figures do not need one. For your own "
                 "titles install Noto Sans CJK TC")]  # fmt: skip


def _gpu() -> list[Line]:
    if shutil.which("nvidia-smi"):
        return [Line("GPU", OK, "NVIDIA; training uses it automatically if PyTorch can")]
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return [Line("GPU", OK, 'Apple; `fit(..., device="mps")` uses it')]
    return [Line("GPU", OK, "none, and none is needed: every lesson runs on an ordinary CPU")]
