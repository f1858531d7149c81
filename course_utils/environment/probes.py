"""The checks of the environment: each returns findings, and a check that fails is a finding, too."""

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from course_utils.data_folder import cache_folder
from course_utils.environment import requirements
from course_utils.environment.findings import FIX, NOTE, OK, Finding
from course_utils.environment.front_ends import COLAB, front_end

RESTART = "then restart the kernel"
FONTS = ["Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "PingFang TC", "PingFang HK", "Heiti TC",
         "Microsoft JhengHei", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "SimHei",
         "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback", "Arial Unicode MS"]  # fmt: skip


def run_probes(course: str = "") -> list[Finding]:
    """Return the findings for everything that a lesson needs; `course` is the version that the notebook needs."""
    probes: dict[str, Callable[[], list[Finding]]] = {
        "runs in": _where,
        "course_utils": lambda: _course_itself(course),
        "Python": _python,
        "packages": _packages,
        "data folder": _data_folder,
        "Chinese in figures": _chinese,
        "GPU": _gpu,
    }
    return [finding for what, probe in probes.items() for finding in _run(what, probe)]


def _run(what: str, probe: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return probe()
    except Exception as error:  # an unexpected error must not hide the other findings
        reason = f"{type(error).__name__}: {error}".split("\n")[0]
        return [
            Finding(what, NOTE, f"could not be checked ({reason}); continue, and ask for help if a lesson stops there")
        ]


def _where() -> list[Finding]:
    return [Finding("runs in", OK, front_end())]


def _course_itself(asked: str) -> list[Finding]:
    version, folder = requirements.installed(requirements.COURSE), Path(__file__).resolve().parents[2]
    checkout = (folder / "pyproject.toml").is_file()
    if version is None:
        text = f"is in {folder} but not installed, so its requirements are unknown; run"
        return [Finding(requirements.COURSE, FIX, f'{text} `%pip install -e "{folder}"` in a cell, {RESTART}')]
    if requirements.number(version) >= requirements.number(asked):
        return [Finding(requirements.COURSE, OK, version)]
    fetch = "run the cell at the top of this notebook"
    if front_end() != COLAB:
        install = f'run `%pip install -e "{folder}"` in a cell' if checkout else "install it as its README describes"
        fetch = f"get the newest course (`git pull`), {install}"
    return [
        Finding(
            requirements.COURSE, FIX, f"{version} is older than this notebook, which needs {asked}; {fetch}, {RESTART}"
        )
    ]


def _python() -> list[Finding]:
    version, need = platform.python_version(), requirements.python_needed()
    if need.admits(version):
        return [Finding("Python", OK, version)]
    return [Finding("Python", FIX, f"{version} does not fit, {need.versions} is needed; install a newer one from "
                 "python.org and set the course up with it as its README describes")]  # fmt: skip


def _packages() -> list[Finding]:
    return [_package(need) for need in requirements.packages_needed()]


def _package(need: requirements.Need) -> Finding:
    version = requirements.installed(need.name)
    if version is not None and need.admits(version):
        return Finding(need.name, OK, version)
    found = "is missing" if version is None else f"{version} does not fit"
    get = f'`%pip install "{need.name}{need.versions}"` in a cell'
    if need.name == requirements.CHECKS and front_end() == COLAB:
        get = "the cell at the top of this notebook"  # it keeps Colab's widgets, pip alone does not
    return Finding(need.name, FIX, f"{found}, {need.versions} is needed; run {get}, {RESTART}")


def _data_folder() -> list[Finding]:
    folder = cache_folder()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            return [Finding("data folder", OK, str(folder))]
    except OSError as error:
        return [Finding("data folder", FIX, f"{folder} cannot be written to ({error.strerror}); set the environment's "
                     f"COURSE_DATA to a folder of your own, {RESTART}")]  # fmt: skip


def _chinese() -> list[Finding]:
    from matplotlib import font_manager

    there = {font.name for font in font_manager.fontManager.ttflist}
    found = next((name for name in FONTS if name in there), None)
    if found:
        return [Finding("Chinese in figures", OK, f'for your own titles: `plt.rcParams["font.family"] = "{found}"`')]
    return [Finding("Chinese in figures", NOTE, "no font found; the course's figures do not need one. For your own "
                 "titles install Noto Sans CJK TC")]  # fmt: skip


def _gpu() -> list[Finding]:
    if shutil.which("nvidia-smi"):
        return [Finding("GPU", OK, "NVIDIA; training uses it automatically if PyTorch can")]
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return [Finding("GPU", OK, 'Apple; `fit(..., device="mps")` uses it')]
    return [Finding("GPU", OK, "none, and none is needed: every lesson runs on an ordinary CPU")]
