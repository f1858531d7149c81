"""Which checkpoints are handed in with a notebook: those of its own training, inside its folder, within size limits.

The export and the grader use the same rule (`chosen`). This module imports torch only if the notebook trains.
"""

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

from course_utils.checking.language import in_language

TENSORS, PAGE = ".safetensors", ".json"  # the two files of a checkpoint
LARGEST = {TENSORS: 20_000_000, PAGE: 5_000_000}  # bytes of one file
TOGETHER, MOST = 40_000_000, 20  # bytes and files of one notebook
MOST_SAID = 5  # checkpoints that are left out with a reason; the others are only counted
WRITTEN = re.compile(r"""\bcheckpoint\s*=\s*["']([^"'\n\\]+)["']""")  # the name, if a call of fit has it as a literal


def chosen(sizes: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Return the files that are handed in, and a line for each checkpoint that is left out.

    Args:
        sizes: bytes of each file by its name, which may contain folders. Files that belong to no checkpoint are
            ignored.

    >>> chosen({"a.json": 900, "a.safetensors": 9_000, "b.safetensors": 9_000, "notes.json": 5})
    (['a.json', 'a.safetensors'], ['checkpoint b is left out: there is no b.json beside it'])
    """
    taken: list[str] = []
    out: dict[str, str] = {}
    together = 0
    for tensors in sorted(name for name in sizes if name.endswith(TENSORS)):
        stem = tensors.removesuffix(TENSORS)
        page = stem + PAGE
        size = sizes[tensors] + sizes.get(page, 0)
        large = next((name for name in (tensors, page) if sizes.get(name, 0) > _most(name)), None)
        if page not in sizes:
            why = {"en": f"there is no {page} beside it", "zh-Hant": f"旁邊沒有 {page}"}
        elif large:
            why = {"en": f"{large} has {_mb(sizes[large])}, at most {_mb(_most(large))} are allowed",
                   "zh-Hant": f"{large} 有 {_mb(sizes[large])}，最多收 {_mb(_most(large))}"}  # fmt: skip
        elif len(taken) + 2 > MOST or together + size > TOGETHER:
            why = {"en": f"at most {MOST} files of {_mb(TOGETHER)} in total are allowed",
                   "zh-Hant": f"最多收 {MOST} 個檔案，合計 {_mb(TOGETHER)}"}  # fmt: skip
        else:
            taken, together = [*taken, page, tensors], together + size
            continue
        out[stem] = in_language(why)
    return taken, left_out(out)


def left_out(why: Mapping[str, str]) -> list[str]:
    """Return a line with name and reason for each of the first checkpoints that are left out, and one for the rest.

    >>> left_out({"a": "its file is empty"})
    ['checkpoint a is left out: its file is empty']
    """
    said = [in_language({"en": f"checkpoint {_short(name)} is left out: {text}",
                         "zh-Hant": f"checkpoint {_short(name)} 沒有收入：{text}"})
            for name, text in list(why.items())[:MOST_SAID]]  # fmt: skip
    more = len(why) - len(said)
    if more:
        said.append(
            in_language(
                {"en": f"{more} more checkpoints are left out", "zh-Hant": f"另有 {more} 個 checkpoint 沒有收入"}
            )
        )
    return said


def beside(notebook: Path) -> tuple[dict[str, Path], list[str]]:
    """Return the files to pack with a notebook and a line for each checkpoint that is left out.

    The files are given by their names relative to the notebook's folder.

    They belong to the checkpoints that `fit` has read or written in this kernel, and to those that the notebook's text
    names, because the kernel may be a new one that has not trained anything.
    """
    folder = notebook.parent.resolve()
    found: dict[str, Path] = {}
    out: dict[str, str] = {}
    for page in _pages(notebook):
        stem = page.with_name(page.name.removesuffix(PAGE))
        try:
            name = stem.resolve().relative_to(folder).as_posix()
        except ValueError:
            out[stem.name] = in_language(
                {"en": "it is outside the notebook's folder", "zh-Hant": "它不在 notebook 的資料夾裡"}
            )
            continue
        files = {f"{name}{ending}": stem.with_name(stem.name + ending) for ending in (PAGE, TENSORS)}
        if all(path.is_file() for path in files.values()):
            found |= files
        else:
            out[name] = in_language(
                {"en": "its files are missing (did you run its training?)", "zh-Hant": "檔案不在（訓練跑過了嗎？）"}
            )
    taken, said = chosen({name: path.stat().st_size for name, path in found.items()})
    return {name: found[name] for name in taken}, [*left_out(out), *said]


def _pages(notebook: Path) -> Iterator[Path]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell.get("source", "")) for cell in cells if cell.get("cell_type") == "code")
    names = dict.fromkeys(WRITTEN.findall(code))
    checkpoint_files: ModuleType | None
    if names:
        from course_utils.training import checkpoint_files
    else:
        checkpoint_files = sys.modules.get("course_utils.training.checkpoint_files")  # training always imports it
    if checkpoint_files is not None:
        named = [checkpoint_files.Files(os.path.join(notebook.parent, name)).json for name in names]
        yield from dict.fromkeys([*named, *checkpoint_files.IN_USE])


def _most(name: str) -> int:
    return LARGEST[PAGE if name.endswith(PAGE) else TENSORS]


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.3g} MB"


def _short(name: str) -> str:
    return name if len(name) <= 80 else f"{name[:79]}…"
