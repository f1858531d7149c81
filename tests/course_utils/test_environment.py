"""The environment's report: whatever is planted missing, old or odd is said in one line, and nothing makes it raise."""

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from course_utils.environment import FIX, NOTE, OK, Finding, Report, front_ends, probes, report, requirements
from course_utils.environment.living import Living

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CHECKS = next(line for line in PROJECT["optional-dependencies"]["lab"] if line.startswith("otter-grader"))
NEEDED = [*PROJECT["dependencies"], CHECKS]
PACKAGES = [re.match(r"[\w-]+", line)[0] for line in NEEDED]
LESSON = ROOT / "lessons" / "00_start_here.py"


@pytest.fixture
def machine(monkeypatch):
    """A machine that has everything: the versions of its packages by name, to be changed by a test."""
    versions = {"course_utils": PROJECT["version"]} | {name: _lowest(name) for name in PACKAGES}

    def version(name):
        if name not in versions:
            raise metadata.PackageNotFoundError(name)
        return versions[name]

    lab = [f'{line}; extra == "lab"' for line in PROJECT["optional-dependencies"]["lab"]]
    there = SimpleNamespace(
        version=version,
        requires=lambda name: version(name) and [*PROJECT["dependencies"], *lab],
        metadata=lambda name: version(name) and {"Requires-Python": PROJECT["requires-python"]},
        PackageNotFoundError=metadata.PackageNotFoundError,
    )
    monkeypatch.setattr(requirements, "metadata", there)
    monkeypatch.setattr(front_ends, "os", SimpleNamespace(environ={"JPY_SESSION_NAME": "a.ipynb"}))
    return versions


def _lowest(name: str) -> str:
    """Return the oldest version that will do."""
    return re.search(r"[\d.]+", _asked(name))[0]


def _asked(name: str) -> str:
    """Return the line of pyproject.toml that asks for a package: torch, not torchvision."""
    return next(line for line in NEEDED if re.match(r"[\w-]+", line)[0] == name)


def to_fix(course: str = "") -> Finding:
    """Return the one line to fix."""
    (line,) = report(course).to_fix
    assert "\n" not in line.text
    return line


def line_on(what: str) -> Finding:
    return next(line for line in report().findings if line.what == what)


def test_nothing_is_missing(machine):
    found = report(PROJECT["version"])
    assert found.ready and found.headline() == "✓ Everything is here"
    assert [line.what for line in found.findings if line.what in PACKAGES] == PACKAGES
    assert {"runs in", "course_utils", "Python", "data folder", "Chinese in figures", "GPU"} <= {
        line.what for line in found.findings
    }


def test_this_machine_has_what_the_tests_need():
    assert report(PROJECT["version"]).ready, report(PROJECT["version"])


@pytest.mark.parametrize("name", PACKAGES)
def test_a_missing_package_is_said_with_its_command(machine, name):
    del machine[name]
    asked = _asked(name)
    command = f'run `%pip install "{asked}"` in a cell, then restart the kernel'
    assert to_fix() == Finding(name, FIX, f"is missing, {asked.removeprefix(name)} is needed; {command}")


@pytest.mark.parametrize("name", PACKAGES)
def test_an_old_package_is_said_with_its_version(machine, name):
    machine[name] = "0.0.1+cpu"
    assert to_fix().what == name
    assert to_fix().text.startswith("0.0.1+cpu does not fit, ")


def test_a_newer_otter_does_not_fit_either(machine):
    machine["otter-grader"] = "7.1.0"
    assert to_fix().text.startswith("7.1.0 does not fit, ==7.0.0 is needed; run ")


def test_otter_on_colab_comes_with_the_first_cell(machine, monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    del machine["otter-grader"]
    assert "run the cell at the top of this notebook, then restart" in to_fix().text


def test_two_things_to_fix_come_first(machine):
    del machine["torch"]
    machine["numpy"] = "1.20"
    lines = str(report()).split("\n")
    assert lines[0] == "2 things to fix, then run this again:"
    assert [line.split(":")[0] for line in lines[1:3]] == ["✗ numpy", "✗ torch"] and lines[3] == ""


def test_an_old_python_is_said(machine, monkeypatch):
    monkeypatch.setattr(probes.platform, "python_version", lambda: "3.10.12")
    assert to_fix().what == "Python"
    assert to_fix().text.startswith("3.10.12 does not fit, >=3.11 is needed; install a newer one from python.org")


def test_a_course_that_is_not_installed_is_said(machine):
    del machine["course_utils"]
    assert to_fix().text == (
        f'is in {ROOT} but not installed, so its requirements are unknown; '
        f'run `%pip install -e "{ROOT}"` in a cell, then restart the kernel'
    )  # fmt: skip


def test_a_course_older_than_the_notebook_is_said(machine):
    text = to_fix("99.1").text
    assert text.startswith(f"{PROJECT['version']} is older than this notebook, which needs 99.1; get the newest course")
    assert report("0.0.9").ready and report("").ready


def test_a_folder_that_cannot_be_written_to_is_said(machine, monkeypatch, tmp_path):
    def refused(dir):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "not" / "there"))
    assert line_on("data folder") == Finding("data folder", OK, str(tmp_path / "not" / "there"))
    assert list(tmp_path.iterdir()) == []  # looking leaves nothing behind
    (tmp_path / "not").write_text("a file where the folder should be")
    assert to_fix().text.startswith(f"{tmp_path / 'not' / 'there'} cannot be written to (Not a directory); set ")
    (tmp_path / "not").unlink()
    monkeypatch.setattr(probes.tempfile, "TemporaryFile", refused)
    assert to_fix().text.startswith(f"{tmp_path / 'not' / 'there'} cannot be written to (Permission denied); set ")
    assert "COURSE_DATA to a folder of your own" in to_fix().text


def test_fonts_and_gpu_are_said_and_never_asked_for(machine, monkeypatch):
    from matplotlib import font_manager

    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    monkeypatch.setattr(probes.shutil, "which", lambda name: None)
    monkeypatch.setattr(probes.sys, "platform", "linux")
    assert line_on("Chinese in figures").state == NOTE and "no font found" in line_on("Chinese in figures").text
    assert line_on("GPU").text.startswith("none, and none is needed")
    assert report().ready
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [SimpleNamespace(name="PingFang TC")])
    assert '= "PingFang TC"`' in line_on("Chinese in figures").text
    monkeypatch.setattr(probes.shutil, "which", lambda name: f"/bin/{name}")
    assert line_on("GPU").text.startswith("NVIDIA")


@pytest.mark.parametrize(
    ("place", "environment", "modules"),
    [
        ("Google Colab", {"JPY_PARENT_PID": "1"}, {"google.colab"}),
        ("VS Code", {"VSCODE_PID": "1", "JPY_PARENT_PID": "1"}, set()),
        ("JupyterLab", {"JPY_PARENT_PID": "1"}, set()),
        ("JupyterLab", {"JPY_SESSION_NAME": "a.ipynb", "VSCODE_PID": "1"}, set()),
        ("Python without a notebook page", {}, set()),
    ],
)
def test_places_are_told_apart(monkeypatch, place, environment, modules):
    monkeypatch.setattr(front_ends, "os", SimpleNamespace(environ=environment))
    for name in modules:
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    assert front_ends.front_end() == place
    assert line_on("runs in").text == place


def test_vs_code_names_the_notebook_s_file(monkeypatch):
    monkeypatch.setattr(sys.modules["__main__"], "__vsc_ipynb_file__", "a.ipynb", raising=False)
    assert front_ends.front_end() == "VS Code"


LOOKS = ["_where", "_course_itself", "_python", "_packages", "_data_folder", "_chinese", "_gpu"]


def test_every_look_is_known_here():
    assert sorted(LOOKS) == sorted(
        name for name, value in vars(probes).items() if callable(value) and name.startswith("_")
        and name not in ("_run", "_package")
    )  # fmt: skip


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_that_fails_is_a_line_and_the_others_stay(machine, monkeypatch, look):
    def fails(*inputs):
        raise RuntimeError("odd\nmachine")

    monkeypatch.setattr(probes, look, fails)
    lines = report().findings
    assert len(lines) >= len(LOOKS)
    (odd,) = [line for line in lines if "could not be checked (RuntimeError: odd)" in line.text]
    assert odd.state == NOTE


def test_every_condition_of_a_version_is_read():
    for line in NEEDED:
        conditions = re.sub(r"^[\w-]+", "", line).split(",")
        assert len(requirements._WANTED.findall(line)) == len(conditions) > 0


def test_report_is_quick_and_loads_no_torch():
    program = (
        "import sys, time; from course_utils.environment import report; str(report()); "
        "print(time.process_time(), *{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    seconds, *modules = done.stdout.split()
    assert float(seconds) < 2
    assert not set(modules) & {"torch", "torchvision", "otter", "sklearn", "skimage", "anywidget"}


@pytest.fixture
def shown(monkeypatch):
    """What a notebook is given to display, in order."""
    import IPython.display

    outputs: list[dict] = []
    monkeypatch.setattr(IPython.display, "display", lambda data, **options: outputs.append(data))
    return outputs


def test_a_notebook_gets_the_report_and_a_widget_that_writes_into_it(machine, shown):
    Report([Finding("numpy", OK, "<2.1>")])._ipython_display_()
    page, view = shown
    (name,) = re.findall(r'data-awaits="(\w+)"', page["text/html"])
    assert "started on this page yet; if you ran this cell and this line stays, save" in page["text/html"]
    assert "<b>numpy</b> &lt;2.1&gt;" in page["text/html"] and page["text/plain"].endswith("✓ numpy: <2.1>")
    assert "application/vnd.jupyter.widget-view+json" in view
    assert "[data-awaits=" in Living._esm and name


def test_a_notebook_without_anywidget_gets_the_report_alone(shown, monkeypatch):
    monkeypatch.setitem(sys.modules, "course_utils.environment.living", None)
    Report([Finding("anywidget", FIX, "is missing; run ...")])._ipython_display_()
    (page,) = shown
    assert 'data-ready="false"' in page["text/html"] and "data-awaits" not in page["text/html"]


def test_the_start_page_asks_for_the_course_as_it_is():
    assert f'report("{PROJECT["version"]}")' in LESSON.read_text(encoding="utf-8")
