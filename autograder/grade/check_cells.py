"""Read the check cells of a notebook: which cells belong to which question, and what differs from the original."""

import re

from autograder.sandbox.guest_client import CellReport

CHECK_CALL = re.compile(r"""\.(?:check|score)\(\s*["'](\w+)["']""")
MAX_NOTICES = 20


def lost_questions(sources: list[str], report: CellReport) -> dict[str, tuple[str, str]]:
    """Return the status and text of the first lost cell of each question that has one.

    The cells of a question end with the cell that checks it.
    """
    lost: dict[str, tuple[str, str]] = {}
    first = None
    for index, source in enumerate(sources):
        status, text = report.cells.get(index, ("ran", ""))
        if first is None and status in ("TIMEOUT", "CRASH", "MEMORY"):
            first = status, f"code cell {index + 1}: {text}"
        check = CHECK_CALL.search(source)
        if check:
            if first is not None:
                lost.setdefault(check[1], first)
            first = None
    return lost


def notices(sources: list[str], questions: list[str]) -> list[str]:
    """Return how the check cells differ from those of the notebook that was given out, at most `MAX_NOTICES` texts.

    >>> notices(['grader.check("q2")', 'grader.check("q1")', 'grader.check("q9")'], ["q1", "q2", "q3"])
    ['no cell checks q3', 'a cell checks q9, which is not a question', 'the questions are in a different order']
    """
    checked = [check[1] for check in map(CHECK_CALL.search, sources) if check]
    unknown = [name for name in dict.fromkeys(checked) if name not in questions]
    texts = [f"no cell checks {name}" for name in questions if name not in checked]
    texts += [f"{checked.count(name)} cells check {name}" for name in questions if checked.count(name) > 1]
    texts += [f"a cell checks {name[:40]}, which is not a question" for name in unknown]
    in_notebook = [name for name in dict.fromkeys(checked) if name in questions]
    if in_notebook != [name for name in questions if name in in_notebook]:
        texts.append("the questions are in a different order")
    return texts[:MAX_NOTICES]
