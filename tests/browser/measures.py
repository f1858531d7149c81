"""Measures of a page: how well a text stands out (as WCAG 2 counts), and how long a key takes."""

from playwright.sync_api import Locator


def contrast(locator: Locator) -> float:
    """Return the contrast (1 to 21) of an element's text against the nearest background that is not see-through."""
    ink, paper = locator.evaluate("""element => {
      const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
      let behind = element;
      const clear = () => rgb(getComputedStyle(behind).backgroundColor)[3] === 0;
      while (behind.parentElement && clear()) behind = behind.parentElement;
      return [rgb(getComputedStyle(element).color), rgb(getComputedStyle(behind).backgroundColor)];
    }""")  # fmt: skip
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: list[float]) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (value / 255 for value in colour[:3])
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


SLOW = 160  # milliseconds: ten times a frame, the aim; a busy machine does not fail it, a picture drawn anew would


def mean_milliseconds(widget: Locator, keys: list[str], times: int = 40) -> float:
    """Return how long the page is busy with one press of these keys, drawing included, on average."""
    return widget.evaluate(
        """(root, [keys, times]) => {
          const start = performance.now();
          for (let i = 0; i < times; i++) {
            root.dispatchEvent(new KeyboardEvent("keydown", { key: keys[i % keys.length], bubbles: true }));
            root.getBoundingClientRect();  // has the page laid out
          }
          return (performance.now() - start) / times;
        }""",
        [keys, times],
    )
