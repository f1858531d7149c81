"""The clock of the benchmark of the widgets, on pages that are slow in a way that is known."""

import pytest
from playwright.sync_api import Browser, Error

from benchmarks.painting import Painting

PAGE = """<style>button { width: 200px; height: 50px } #bar { position: relative; width: 50px; height: 50px }</style>
<div id=root tabindex=0><p>at first</p><img alt=""><button>drag</button><div id=bar>.</div></div>
<script>
  const [root, text, picture] = ["#root", "p", "img"].map((name) => document.querySelector(name));
  let number = 0;
  const busy = (ms) => { for (const end = performance.now() + ms; performance.now() < end;); };
  const change = () => { text.textContent = `number ${++number}`; };
  const acts = {
    a: change, b: () => { busy(60); change(); }, c: () => setTimeout(change, 150), d: () => {},
    e: () => setTimeout(() => { picture.src = `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>`; }, 150),
  };
  root.addEventListener("keydown", ({ key }) => acts[key]());
  document.querySelector("button").addEventListener("pointermove", () => { busy(30); change(); });
</script>"""


@pytest.fixture(scope="module")
def painting(browser: Browser) -> Painting:
    page = browser.new_page()
    page.set_content(PAGE)
    yield Painting(page)
    page.close()


@pytest.fixture
def root(painting):
    return painting.page.locator("#root")


@pytest.mark.parametrize(
    ("key", "part", "at_least"), [("a", "p", 0), ("b", "p", 60), ("c", "p", 150), ("e", "img", 150)]
)
def test_a_key_s_work_and_its_waiting_are_counted(painting, root, key, part, at_least):
    assert painting.after_key(root, key, part) >= at_least


def test_what_takes_longer_is_measured_as_longer(painting, root):
    """The quickest of several tries: a busy machine only ever adds to a time."""
    quickest = [min(painting.after_key(root, key, "p") for _ in range(5)) for key in "abc"]
    assert quickest == sorted(quickest)


def test_what_is_painted_in_the_frame_of_the_key_waits_for_no_other_frame(painting, root):
    assert any(painting.after_key(root, "a", "p") < 10 for _ in range(100))


def test_each_move_of_a_drag_is_counted(painting, root):
    on = painting.page.locator("button")
    taken = painting.after_moves(root, "p", on=on, start=0.2, by=(5, 0), moves=4)
    assert len(taken) == 4 and min(taken) >= 30


def test_a_key_that_changes_nothing_is_no_measurement(painting, root):
    painting.page.evaluate("() => { performance.now = () => 1000 * Performance.prototype.now.call(performance); }")
    with pytest.raises(Error, match='nothing new in "p" 20000 ms after an input'):
        painting.after_key(root, "d", "p")
    painting.page.evaluate("() => { delete performance.now; }")


def test_frames_at_rest_and_between_tasks_that_are_too_long(painting, root):
    at_rest = [painting.frames(root, "p", 1, moving=False) for _ in range(5)]  # other programs may be at work
    rest = max(at_rest, key=lambda frames: (-len(frames.long), frames.rate))
    painting.page.evaluate("timer = setInterval(() => { busy(80); change(); }, 400)")
    slow = painting.frames(root, "p", 2, moving=True)
    painting.page.evaluate("clearInterval(timer)")
    assert rest.long == [] and len(slow.long) >= 3
    assert slow.rate < rest.rate and slow.late > 0
    assert slow.busy > rest.busy
