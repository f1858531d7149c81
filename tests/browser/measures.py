"""Measures of a page: how well a text stands out (as WCAG 2 counts), and how long a key takes."""

from playwright.sync_api import Locator

COLOURS = """element => {
  const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const [own, papers] = [getComputedStyle(element), []];
  for (let behind = element; behind && papers.at(-1)?.[3] !== 1; behind = behind.parentElement) {
    const [red, green, blue, alpha = 1] = rgb(getComputedStyle(behind).backgroundColor);
    if (alpha > 0) papers.push([red, green, blue, alpha]);
  }
  const over = (below, [red, green, blue, alpha]) =>
    [red, green, blue].map((part, i) => part * alpha + below[i] * (1 - alpha));
  return [rgb(element.closest("svg") ? own.fill : own.color), papers.reduceRight(over, [255, 255, 255])];
}"""


def contrast(locator: Locator) -> float:
    """Return the contrast (1 to 21) of an element's text against what is behind it, down to the nearest solid colour.

    Pictures behind a text are not seen.
    """
    return _ratio(*locator.evaluate(COLOURS))


def faint_texts(widget: Locator) -> list[str]:
    """Return the texts that one can see in it and that WCAG 2 (AA) calls too faint: below 4.5, or 3 for large ones.

    Texts of disabled controls are exempt.
    """
    texts = widget.evaluate(f"""root => {{
      const colours = {COLOURS};
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {{
        const [text, parent] = [walker.currentNode.textContent.trim(), walker.currentNode.parentElement];
        const style = getComputedStyle(parent);
        const seen = parent.checkVisibility({{ visibilityProperty: true }}) && parseFloat(style.fontSize) > 0;
        if (!text || !seen || parent.closest(":disabled")) continue;
        const [size, bold] = [parseFloat(style.fontSize), Number(style.fontWeight) >= 700];
        found.push([text, size >= 24 || (bold && size >= 18.66), ...colours(parent)]);
      }}
      return found;
    }}""")
    assert texts, "no text was seen at all"
    return [
        f"{text!r} {_ratio(ink, paper):.2f}" for text, large, ink, paper in texts
        if _ratio(ink, paper) < (3 if large else 4.5)
    ]  # fmt: skip


def _ratio(ink: list[float], paper: list[float]) -> float:
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: list[float]) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (value / 255 for value in colour[:3])
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


SLOW = 160  # milliseconds: ten times a frame, the aim; a busy machine does not fail it, a picture drawn again would


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


LOST = """(root) => {
  const scroller = (e) => /auto|scroll/.test(getComputedStyle(e).overflowX);
  const all = [...root.querySelectorAll("*")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().width > 1);
  for (const e of all) e.scrollLeft = 0;
  const edges = root.getBoundingClientRect();
  const reached = (e) => { // by scrolling a part of the widget
    for (let over = e.parentElement; over !== root; over = over.parentElement) if (scroller(over)) return true;
    return false;
  };
  return all.filter((e) => {
    const { left, right } = e.getBoundingClientRect();
    return left < edges.left - 1 || (right > edges.right + 1 && !reached(e));
  }).map((e) => `${e.tagName}.${e.className}`);
}"""


def out_of_reach(widget: Locator) -> list[str]:
    """Return the parts that lie left of the widget, or right of it where nothing can be scrolled."""
    return widget.evaluate(LOST)


def box_in_view(part: Locator) -> dict[str, float]:
    """Return where a part is on the screen (x, y, width, height), after scrolling to it: a mouse needs to reach it."""
    part.scroll_into_view_if_needed()
    return part.bounding_box()
