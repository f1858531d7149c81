"""The time from an input until a page has painted the result, and the frame rate of an animation.

The measurement starts with an input at the beginning of a frame and ends when a frame with new content is painted. It
includes script, style, layout and painting, and all frames during which the page waits for Python. It does not include
the wait for the first frame, nor the work of the compositor after painting.
"""

import statistics
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import JSHandle, Locator, Page

SCRIPT = Path(__file__).with_suffix(".js")
REST = 200  # milliseconds before an input, so that earlier work is finished
LATE = 20  # milliseconds between two frames; at 60 frames per second it is 16.7


@dataclass(frozen=True)
class Frames:
    """Measurements of a page's frames, in milliseconds: intervals, tasks over 50 ms, and busy time for each frame."""

    intervals: list[float]
    long: list[float]
    busy: float

    @property
    def rate(self) -> float:
        """Frames per second."""
        return 1000 / statistics.mean(self.intervals)

    @property
    def late(self) -> float:
        """The fraction of frames that were late, 0..1."""
        return sum(interval > LATE for interval in self.intervals) / len(self.intervals)


class Painting:
    """An observer of one page; raises playwright's Error if nothing new is painted within 20 seconds."""

    def __init__(self, page: Page):
        self.page = page
        self.watcher: JSHandle = page.evaluate_handle(
            "text => import(`data:text/javascript,${encodeURIComponent(text)}`)", SCRIPT.read_text(encoding="utf-8")
        )
        self.metrics = page.context.new_cdp_session(page)
        self.metrics.send("Performance.enable")

    def after_key(self, root: Locator, key: str, part: str, *, on: str | None = None) -> float:
        """Press a key and return the milliseconds until `part` has changed.

        The key goes to the widget, or to the element that the selector `on` selects in it.
        """
        self._rest(root)
        return root.evaluate(
            "(root, [watcher, on, key, part]) => watcher.afterKey(root, on ? root.querySelector(on) : root, key, part)",
            [self.watcher, on, key, part],
        )

    def after_moves(
        self, root: Locator, part: str, *, on: Locator, start: float, by: tuple[int, int], moves: int, settled: str = ""
    ) -> list[float]:
        """Drag the mouse from `on` in `moves` moves of `by` (x, y) pixels; return the milliseconds of each move.

        A move begins when the result of the previous move is painted. The drag begins at the fraction `start` (0..1) of
        the width of `on`, at half its height. The selector `settled` matches when the page has handled the press.
        """
        self._rest(on)
        box = on.bounding_box()
        x, y = box["x"] + start * box["width"], box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.wait_for_timeout(REST)
        if settled:
            self.page.wait_for_selector(settled)
        watch, taken = "(root, [watcher, part]) => ({ painted: watcher.afterMove(root, part) })", []
        for move in range(1, moves + 1):
            watched = root.evaluate_handle(watch, [self.watcher, part])
            self.page.mouse.move(x + move * by[0], y + move * by[1])
            taken.append(watched.evaluate("({ painted }) => painted"))
        self.page.mouse.up()
        return taken

    def frames(self, root: Locator, part: str, seconds: float, *, moving: bool) -> Frames:
        """Observe the frames for `seconds` and return the measurements.

        If `moving` is True, intervals are recorded only during the 0.25 seconds after each change of `part`.
        """
        self._rest(root)
        before = self._at_work()
        seen = root.evaluate(
            "(root, [watcher, part, milliseconds]) => watcher.watchFrames(root, part, milliseconds)",
            [self.watcher, part, 1000 * seconds],
        )
        busy = 1000 * (self._at_work() - before) / len(seen["intervals"])
        return Frames(seen["moving" if moving else "intervals"], seen["long"], busy)

    def _at_work(self) -> float:
        """Return the seconds that the main thread of the page has been busy so far."""
        metrics = self.metrics.send("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")

    def _rest(self, part: Locator) -> None:
        part.evaluate("part => part.scrollIntoView({ block: 'center' })")
        self.page.wait_for_timeout(REST)
