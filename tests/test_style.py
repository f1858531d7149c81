"""Tests that the whole repository follows ruff's rules and format, and says things in plain words."""

import io
import re
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

UNWANTED = re.compile(  # in brackets what to write; "stand in for" and "stand out" are right
    r"""\b(?:
      (?:was|were)\ looked\ for      # Expected ..., got ...
    | no\ number | that\ are\ none   # not a number
    | mend(?:s|ed|ing)?              # fix
    | spoilt                         # damaged, invalid, wrong
    | otherwise                      # differently
    | by\ chance                     # at random
    | processors?                    # CPU; a preprocessor is another word
    | anew                           # again
    | shut\ in                       # confined
    | (?:go(?:es|ing)?|went)\ on     # resume, continue
    | stands(?!\ (?:in\ for|out)\b) | lies  # is
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)

ALLOWED = [  # (file, phrase that is right there)
    ("course_utils/checking/mistakes/homework_drills.py", "kept-for-spoilt"),  # a tag, which results contain
    ("course_utils/color/lamps.py", "A spatial processor model"),  # the title of an article
    ("course_utils/widgets/layer_outputs.py", "they change no number"),
    ("course_utils/widgets/layer_outputs.py", "its weights are spoilt, train it anew"),
    ("course_utils/widgets/layer_playground.py", "a truth value is no number here"),
    ("tests/autograder/attempts/attempt.py", "lies"),  # objects that do not tell the truth
    ("tests/autograder/attempts/forging.py", "lies"),
    ("tests/browser/test_hand_grid.py", "no number"),  # in a message of a widget
    ("tests/browser/test_hand_grid.py", "It stands in your answer's cell now"),
    ("tests/browser/test_stepper_edits.py", "is no number"),
    ("tests/course_utils/test_homework_drills.py", "kept-for-spoilt"),
    ("tests/course_utils/test_lenet_live.py", "its weights are spoilt, train it anew"),
    ("lessons/planted/06_homework.py", "kept-for-spoilt"),
]


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=["check", "format"])
def test_ruff_has_nothing_to_say(command):
    done = subprocess.run([sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def written_by_us() -> list[Path]:
    """Return the files whose words are checked: Python files and pages, but no lesson and nothing that is generated."""
    pages = ["README.md", "CONTRIBUTING.md", "data/README.md", "lessons/README.md", *ROOT.glob("docs/*.md")]
    code = [path for folder in ("autograder", "course_utils", "lessons/planted", "tests", "benchmarks", ".ci")
            for path in (ROOT / folder).rglob("*.py")]  # fmt: skip
    generated = ROOT / "course_utils" / "exercises"
    return [ROOT / page for page in pages] + [
        path for path in code if generated not in path.parents and path != Path(__file__)
    ]


def words_of(path: Path) -> str:
    """Return the text of a page, or the comments and strings of a Python file, on one line."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        kinds = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", None)}
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        text = " ".join(re.sub(r"""^#|^\w*["']+|["']+$""", "", token.string) for token in tokens if token.type in kinds)
    return " ".join(text.split())


def test_words_are_plain():
    texts = {path.relative_to(ROOT).as_posix(): words_of(path) for path in written_by_us()}
    assert len(texts) > 200
    unused = []
    for file, phrase in ALLOWED:
        rest = re.sub(rf"\b{re.escape(phrase)}\b", "", texts[file], flags=re.IGNORECASE)
        unused += [(file, phrase)] if len(UNWANTED.findall(rest)) == len(UNWANTED.findall(texts[file])) else []
        texts[file] = rest
    assert not unused, "remove what is no longer needed from ALLOWED"
    found = [f"{file}: {text[max(0, word.start() - 40) : word.end() + 40]}"
             for file, text in texts.items() for word in UNWANTED.finditer(text)]  # fmt: skip
    assert not found, "write these in plain words (see UNWANTED):\n" + "\n".join(found)
