"""How long a page takes until it has painted what an input asks for, and how often it paints while something moves.

The clock starts with an input at the beginning of a frame and stops when a frame with something new in it is painted:
script, style, layout and painting are in it, and whole frames of waiting for Python, but no waiting for a first frame.
What the compositor does then is not in it.
"""

import statistics
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import JSHandle, Locator, Page

SCRIPT = Path(__file__).with_suffix(".js")
REST = 200  # milliseconds before an input, for what came before it to end
LATE = 20  # milliseconds between two frames, of which 60 in a second have 16.7


@dataclass(frozen=True)
class Frames:
    """What was seen of a page's frames: milliseconds between them, of tasks over 50 ms, and at work for each frame."""

    intervals: list[float]
    long: list[float]
    busy: float

    @property
    def rate(self) -> float:
        """Frames in a second."""
        return 1000 / statistics.mean(self.intervals)

    @property
    def late(self) -> float:
        """The share of frames that came late, 0..1."""
        return sum(interval > LATE for interval in self.intervals) / len(self.intervals)


class Painting:
    """Watches one page; an Error of playwright where nothing new is painted within 20 seconds."""

    def __init__(self, page: Page):
        self.page = page
        self.watcher: JSHandle = page.evaluate_handle(
            "text => import(`data:text/javascript,${encodeURIComponent(text)}`)", SCRIPT.read_text(encoding="utf-8")
        )
        self.metrics = page.context.new_cdp_session(page)
        self.metrics.send("Performance.enable")

    def after_key(self, root: Locator, key: str, part: str, *, on: str | None = None) -> float:
        """Press a key on a widget, or on what `on` selects in it; return the milliseconds until `part` is new."""
        self._rest(root)
        return root.evaluate(
            "(root, [watcher, on, key, part]) => watcher.afterKey(root, on ? root.querySelector(on) : root, key, part)",
            [self.watcher, on, key, part],
        )

    def after_moves(
        self, root: Locator, part: str, *, on: Locator, start: float, by: tuple[int, int], moves: int, settled: str = ""
    ) -> list[float]:
        """Drag the mouse, pressed on `on`, in so many moves of `by` (x, y) pixels; return what each took.

        A move begins when the one before is painted. `start`: how far from the left of `on`, 0..1; half its height.
        `settled` selects something that is there when the answer to the press itself has come.
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
        """Watch the frames for so long; `moving`: only those in the quarter of a second after a change of `part`."""
        self._rest(root)
        before = self._at_work()
        seen = root.evaluate(
            "(root, [watcher, part, milliseconds]) => watcher.watchFrames(root, part, milliseconds)",
            [self.watcher, part, 1000 * seconds],
        )
        busy = 1000 * (self._at_work() - before) / len(seen["intervals"])
        return Frames(seen["moving" if moving else "intervals"], seen["long"], busy)

    def _at_work(self) -> float:
        """Seconds that the page's main thread has been at work so far."""
        metrics = self.metrics.send("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")

    def _rest(self, part: Locator) -> None:
        part.evaluate("part => part.scrollIntoView({ block: 'center' })")
        self.page.wait_for_timeout(REST)
