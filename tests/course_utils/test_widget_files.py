"""A widget's own JavaScript and what all widgets share, put together into the one text that a browser gets."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from course_utils import widgets
from course_utils.widgets.accessible_widget import AccessibleWidget
from course_utils.widgets.static_files import DEFINED, STATIC, module, style

ROOT = Path(__file__).parents[2]
SHARED = sorted((STATIC / "shared").glob("*.js"))


def write(folder: Path, **files: str) -> Path:
    """Write `widget.js` and, into `shared`, the others."""
    (folder / "shared").mkdir()
    for name, text in files.items():
        (folder if name == "widget" else folder / "shared").joinpath(f"{name}.js").write_text(text)
    return folder


def test_imported_files_stand_before_what_uses_them_and_only_once(tmp_path):
    write(
        tmp_path,
        widget='import { a } from "./shared/one.js";\nimport {\n  b,\n} from "./shared/two.js";\nexport default a;\n',
        one='import { b } from "./two.js";\nexport function a() { return b; }\n',
        two="export const b = 1;\n",
    )
    assert module("widget", tmp_path) == "const b = 1;\n\nfunction a() { return b; }\n\nexport default a;\n"


@pytest.mark.parametrize(
    ("files", "text"),
    [
        ({"widget": 'import { a } from "./shared/on.js";\n', "one": ""}, r"on\.js is not in shared, which has one\.js"),
        ({"widget": 'import { a, c } from "./shared/one.js";\n', "one": "export const a = 1;\nconst c = 2;\n"},
         r"widget\.js imports 'c' from one\.js, which exports a; correct the name or export it"),
        ({"widget": 'import { a } from "./shared/one.js";\nimport { b } from "./shared/two.js";\n',
          "one": "export const a = 1;\nconst c = 1;\n", "two": "export const b = 1;\nfunction c() {}\n"},
         r"two\.js and one\.js both define 'c' at the top"),
        ({"widget": 'import { a } from "./shared/one.js";\nlet a = 2;\n', "one": "export const a = 1;\n"},
         r"widget\.js and one\.js both define 'a'"),
        ({"widget": 'import { a } from "./shared/one.js";\n',
          "one": 'import { b } from "./two.js";\nexport const a = 1;\n',
          "two": 'import { a } from "./one.js";\nexport const b = 1;\n'}, r"one\.js imports itself, through two\.js"),
        ({"widget": 'import a from "./shared/one.js";\n'}, r"widget\.js has 'import a from .*; write imports as"),
        ({"widget": 'import { a } from "./shared/one.js";\n', "one": "const a = 1;\nexport { a };\n"},
         r"one\.js has 'export \{ a"),
        ({"widget": 'import { a } from "./shared/one.js";\n', "one": "export const a = 1;\nexport default a;\n"},
         r"one\.js has 'export default a;'"),
    ],
)  # fmt: skip
def test_files_that_do_not_go_together_are_refused(tmp_path, files, text):
    with pytest.raises(ValueError, match=text):
        module("widget", write(tmp_path, **files))


def test_a_widget_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"nothing\.js is not in static, which has .*convolution_stepper\.js"):
        module("nothing")


@pytest.mark.parametrize("name", widgets.__all__)
def test_every_widget_gets_one_module_and_the_one_style(name):
    kind = getattr(widgets, name)
    assert issubclass(kind, AccessibleWidget)
    own = widgets._HOMES[name]
    assert own.replace("_", "") == name.lower()
    assert (kind._esm, kind._css) == (module(own), style())
    assert module(own).count("export default {") == 1
    assert not re.search(r"^import\b", module(own), re.MULTILINE)


def test_style_has_the_shared_rules_first_and_then_each_widget_s(tmp_path):
    (tmp_path / "shared").mkdir()
    for name in ("b", "shared/shared", "a"):
        (tmp_path / f"{name}.css").write_text(f".{name} {{ color: red }}\n", encoding="utf-8")
    first, *others = re.findall(r"\.(\S+) ", style(tmp_path))
    assert (first, others) == ("shared/shared", ["a", "b"])
    assert {path.stem for path in STATIC.glob("*.css")} == set(widgets._HOMES.values())


def test_shared_files_can_all_be_used_together():
    homes = {}
    for path in SHARED:
        for _, name in DEFINED.findall(path.read_text(encoding="utf-8")):
            assert name not in homes, f"{path.name} and {homes[name]} both define {name}"
            homes[name] = path.name
    assert "mount" in homes


def test_every_static_file_is_in_the_package():
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    packed = {path for pattern in data["course_utils"] for path in (ROOT / "course_utils").glob(pattern)}
    wanted = {path for path in (ROOT / "course_utils").rglob("*") if path.suffix in {".js", ".css"}}
    assert STATIC / "shared" / "shared.css" in wanted
    assert wanted <= packed


def test_widgets_load_without_torch_and_follow_one_table():
    program = "import sys; from course_utils.widgets import *; assert ConvolutionStepper; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "False\n"
    assert set(widgets.__all__) <= set(dir(widgets))
    with pytest.raises(AttributeError, match="no attribute 'Nothing'; its widgets are .*ConvolutionStepper"):
        widgets.Nothing  # noqa: B018
