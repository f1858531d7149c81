"""What the cells that check tell: which cells belong to a question, and whether the notebook is as it was given out."""

import re

from autograder.sandbox.guest_client import CellReport

CHECKED = re.compile(r"""\.(?:check|score)\(\s*["'](\w+)["']""")


def lost_questions(sources: list[str], report: CellReport) -> dict[str, tuple[str, str]]:
    """For each question, the first of its cells that was lost. A question's cells end with the one that checks it."""
    lost: dict[str, tuple[str, str]] = {}
    first = None
    for index, source in enumerate(sources):
        status, text = report.cells.get(index, ("ran", ""))
        if first is None and status in ("TIMEOUT", "CRASH", "MEMORY"):
            first = status, f"code cell {index + 1}: {text}"
        checked = CHECKED.search(source)
        if checked:
            if first is not None:
                lost.setdefault(checked[1], first)
            first = None
    return lost


def notices(sources: list[str], questions: list[str]) -> list[str]:
    """What is unlike the notebook that was given out, as far as the cells that check tell.

    >>> notices(['grader.check("q2")', 'grader.check("q1")', 'grader.check("q9")'], ["q1", "q2", "q3"])
    ['no cell checks q3', 'a cell checks q9, which is no question', 'the questions stand in another order']
    """
    checked = [found[1] for found in map(CHECKED.search, sources) if found]
    said = [f"no cell checks {name}" for name in questions if name not in checked]
    said += [f"{checked.count(name)} cells check {name}" for name in questions if checked.count(name) > 1]
    said += [
        f"a cell checks {name[:40]}, which is no question" for name in dict.fromkeys(checked) if name not in questions
    ]
    once = [name for name in dict.fromkeys(checked) if name in questions]
    if once != [name for name in questions if name in once]:
        said.append("the questions stand in another order")
    return said[:20]
