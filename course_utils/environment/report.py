"""The report as a notebook shows it: what must be fixed comes first, the rest is folded."""

import html
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from course_utils.environment.findings import FIX, MARKS, NOTE, OK, Finding
from course_utils.environment.front_ends import COLAB, JUPYTER, VS_CODE, front_end
from course_utils.markup import GOOD, QUIET, TO_DO, barred, with_code

COLOURS = {OK: GOOD, NOTE: QUIET, FIX: TO_DO}
ALIVE = Finding("widgets", OK, "working: a widget wrote this line")
NOT_ALIVE = "no widget has started on this page yet; if you ran this cell and this line stays, "
WAKE = {
    COLAB: "run the cell at the top of this notebook, then this one again",
    VS_CODE: "allow widgets to load their scripts when VS Code prompts (its setting `jupyter.widgetScriptSources`)",
    JUPYTER: "save, reload the page in the browser and run it again; then "
    "`%pip install --upgrade ipywidgets anywidget` in a cell, and start JupyterLab again",
}


HIDE_THE_WIDGET = """<style>
.jp-OutputArea-child:has([data-awaits]) + .jp-OutputArea-child { display: none }
</style>"""  # the widget shows nothing itself, and in a saved notebook JupyterLab would show "Error displaying widget"


class Report:
    """A report with its findings in order; `ready` is True if there is nothing to fix.

    >>> report = Report([Finding("numpy", OK, "2.1.3"), Finding("torch", FIX, "is missing; run ...")])
    >>> report.ready
    False
    >>> print(report)
    One thing to fix, then run this again:
    ✗ torch: is missing; run ...
    <BLANKLINE>
    ✓ numpy: 2.1.3
    """

    def __init__(self, findings: Sequence[Finding]):
        self.findings = list(findings)
        self.to_fix = [finding for finding in self.findings if finding.state == FIX]

    @property
    def ready(self) -> bool:
        return not self.to_fix

    def headline(self) -> str:
        """Return the summary of the report in one sentence."""
        if self.ready:
            return f"{MARKS[OK]} Everything is here"
        count = len(self.to_fix)
        return f"{'One thing' if count == 1 else f'{count} things'} to fix, then run this again:"

    def __str__(self) -> str:
        others = [str(finding) for finding in self.findings if finding.state != FIX]
        return "\n".join([self.headline(), *map(str, self.to_fix), "", *others])

    __repr__ = __str__

    def as_html(self, waiting: str = "") -> str:
        """Return the report as HTML in the colours of the page.

        Args:
            waiting: the name of the `Living` widget that will write into the line about widgets; "" omits this line.
        """
        colour = COLOURS[OK if self.ready else FIX]
        rows = [f'<div role="status" style="color:{colour};font-weight:600">{self.headline()}</div>']
        rows += [f"<div>{row(finding)}</div>" for finding in self.to_fix]
        if waiting:
            finding = Finding(ALIVE.what, NOTE, NOT_ALIVE + WAKE.get(front_end(), WAKE[JUPYTER]))
            rows.append(f'<div data-awaits="{waiting}" aria-live="polite">{row(finding)}</div>{HIDE_THE_WIDGET}')
        others = "".join(f"<div>{row(finding)}</div>" for finding in self.findings if finding.state != FIX)
        rows.append(f'<details><summary style="cursor:pointer;opacity:.8">What was checked</summary>{others}</details>')
        ready = str(self.ready).lower()
        return f'<div class="course-report" data-ready="{ready}" style="{barred(colour)}">{"".join(rows)}</div>'

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.as_html(), "text/plain": str(self)}

    def _ipython_display_(self) -> None:
        from IPython.display import display

        name = uuid4().hex
        try:
            from course_utils.environment.living import Living

            shown = Living(name=name, alive=row(ALIVE))._repr_mimebundle_()
            assert shown is not None  # this widget has a view
            view, address = shown
        except Exception:  # ipywidgets or anywidget is missing, which the findings report
            display(self._repr_mimebundle_(), raw=True)
            return
        display({"text/html": self.as_html(name), "text/plain": str(self)}, raw=True)
        display({**view, "text/plain": ""}, metadata=address, raw=True)


def row(finding: Finding) -> str:
    """Return a finding as HTML, without the surrounding element."""
    mark = f'<span style="color:{COLOURS[finding.state]};font-weight:600">{MARKS[finding.state]}</span>'
    return f"{mark} <b>{html.escape(finding.what)}</b> {with_code(finding.text)}"
