"""What holds for every widget, seen with one of each kind in one notebook: looks, focus, names, width, stillness."""

import re

import pytest
from playwright.sync_api import Locator

from course_utils import widgets
from tests.browser.lab_driver import NotebookPage
from tests.browser.measures import faint_texts, out_of_reach
from tests.every_widget import CASES, FIRST, cell

CONTROLS = "button, input, select, textarea, [tabindex]"
SPOKEN = {"button", "checkbox", "combobox", "grid", "group", "image", "img", "listbox", "option", "slider",
          "spinbutton", "table", "textbox", "Canvas", "SvgRoot"}  # fmt: skip
LOOKS = """color backgroundColor display position width height fontSize fontWeight lineHeight textAlign opacity
borderTopWidth borderTopStyle borderTopColor borderRadius marginTop marginLeft paddingTop paddingLeft
outlineStyle outlineWidth""".split()


@pytest.fixture(scope="module")
def page(lab, keep_open) -> NotebookPage:
    notebook = keep_open(lab.write("every.ipynb", FIRST, *map(cell, CASES)))
    notebook.run_all()
    for name in CASES:
        widget(notebook, name).wait_for()
    notebook.page.set_viewport_size({"width": 1280, "height": 1400})
    return notebook


def widget(page: NotebookPage, name: str) -> Locator:
    return page.page.locator(f".course-widget.{CASES[name].css}").first


def test_every_widget_is_looked_at():
    assert list(CASES) == sorted(widgets._HOMES), "write each widget into tests/every_widget.py"


def test_many_widgets_live_in_one_notebook_with_their_pictures_hidden(page):
    assert page.page.locator(".course-widget").count() == len(CASES)
    stills = page.page.locator("[data-still]")
    assert stills.count() == len(CASES)
    assert [still.get_attribute("data-still") for still in stills.all() if still.is_visible()] == []
    assert page.problems == []


@pytest.mark.parametrize("name", CASES)
def test_everything_that_takes_the_focus_shows_it(page, name):
    root = widget(page, name)
    root.evaluate("root => root.closest('.jp-Cell').scrollIntoView()")
    root.focus()
    page.page.keyboard.press("Tab")  # so the browser knows of a keyboard, and marks what scripts focus from now on
    looked_at, bare = root.evaluate(
        """(root, controls) => {
          const able = [root, ...root.querySelectorAll(controls)].filter((e) => !e.disabled && e.checkVisibility());
          const mark = (control) => {
            const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(control);
            return /solid|dashed/.test(outlineStyle) && parseFloat(outlineWidth) >= 2 && outlineColor;
          };
          document.activeElement.blur();
          const always = able.filter(mark);
          const bare = able.filter((control) => {
            control.focus();
            return document.activeElement !== control || !mark(control) || /, 0\\)$/.test(mark(control));
          });
          return [able.length, [...bare, ...always].map((control) => control.outerHTML.slice(0, 120))];
        }""",
        CONTROLS,
    )
    assert looked_at >= 2 and bare == []


@pytest.mark.parametrize("name", CASES)
def test_tab_reaches_every_control_and_leaves_again(page, name):
    root = widget(page, name)
    root.evaluate("root => root.closest('.jp-Cell').scrollIntoView()")
    root.focus()
    for _ in range(60):
        page.page.keyboard.press("Tab")
        if not root.evaluate("""root => {
          const here = root.contains(document.activeElement);
          if (here) document.activeElement.dataset.reached = "";
          return here;
        }"""):
            break
    assert not root.evaluate("root => root.contains(document.activeElement)")
    missed = root.evaluate("""root => [...root.querySelectorAll("*")]
      .filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility() && !("reached" in e.dataset))
      .map((e) => e.outerHTML.slice(0, 120))""")
    assert root.locator("[data-reached]").count() > 0 and missed == []


@pytest.mark.parametrize("name", CASES)
def test_every_control_and_picture_has_a_name(page, name):
    """The names are those that Chromium itself works out."""
    devtools = page.context.new_cdp_session(page.page)
    devtools.send("Accessibility.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    selector = f".course-widget.{CASES[name].css}"
    node = devtools.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    heard = [part for part in devtools.send("Accessibility.queryAXTree", {"nodeId": node})["nodes"]
             if not part["ignored"] and part["role"]["value"] in SPOKEN]  # fmt: skip
    named = [part["name"]["value"].strip() for part in heard]
    assert len(heard) > 1
    assert [part["role"]["value"] for part, text in zip(heard, named, strict=True) if not re.search(r"\w", text)] == []
    devtools.detach()


def test_texts_are_readable_in_both_themes(page, screenshots):
    for theme in ("Dark", "Light"):
        page.theme(theme)
        assert {name: faint for name in CASES if (faint := faint_texts(widget(page, name)))} == {}, theme
        page.photograph(screenshots / f"every-widget-{theme.lower()}.png")
    page.page.set_viewport_size({"width": 1280, "height": 1400})
    assert page.problems == []


@pytest.fixture(params=[900, 600])
def wide(request, page):
    """How wide a widget may be: on a screen with more room than that, and in outputs of 600 pixels."""
    page.page.set_viewport_size({"width": 1700, "height": 1400})
    room = "none" if request.param == 900 else f"{request.param}px"
    narrow = page.page.add_style_tag(content=f".jp-OutputArea-output {{ max-width: {room} }}")
    page.still()
    yield request.param
    narrow.evaluate("style => style.remove()")
    page.page.set_viewport_size({"width": 1280, "height": 1400})


def test_widgets_fit(page, wide, screenshots):
    for name in CASES:
        root = widget(page, name)
        output = page.page.locator(".jp-OutputArea-output", has=root)
        assert root.bounding_box()["width"] <= wide <= output.bounding_box()["width"]
        too_wide = root.evaluate("""root => [root, ...root.querySelectorAll("*")]
          .filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1
                         && (e === root || /auto|scroll/.test(getComputedStyle(e).overflowX)))
          .map((e) => `${e.className}: ${e.scrollWidth} in ${e.clientWidth}`)""")
        assert too_wide == [], name
        root.screenshot(path=screenshots / f"every-widget-{wide}-{name}.png")


def test_on_a_narrow_page_nothing_is_out_of_reach(page, screenshots):
    narrow = page.page.add_style_tag(content=".course-width { width: 420px }")
    page.python("made['ConvolutionStepper'].padding = 3; made['AugmentationLab'].lamp = [1, 0.5, 0.25]")
    for width in (420, 332):
        narrow.evaluate("(style, width) => { style.textContent = `.course-width { width: ${width}px }`; }", width)
        page.still()
        for name in CASES:
            assert out_of_reach(widget(page, name)) == [], (width, name)
            widget(page, name).screenshot(path=screenshots / f"every-widget-{width}-{name}.png")
    narrow.evaluate("style => style.remove()")
    page.python("made['ConvolutionStepper'].padding = 0")


@pytest.fixture
def stillness(page):
    """A system that asks for reduced motion."""
    page.page.emulate_media(reduced_motion="reduce")
    yield
    page.page.emulate_media(reduced_motion="no-preference")


def count_moving(page: NotebookPage) -> dict[str, int]:
    """Return how many parts of each widget have a transition or an animation; widgets without any are left out."""
    moving = """root => [root, ...root.querySelectorAll("*")].filter((e) => ["", "::before", "::after"].some((part) => {
      const style = getComputedStyle(e, part);
      return style.animationName !== "none" || style.transitionDuration.split(", ").some((time) => time !== "0s");
    })).length"""
    return {name: count for name in CASES if (count := widget(page, name).evaluate(moving))}


def test_widgets_move_where_nobody_minds(page):
    assert "ConvolutionStepper" in count_moving(page)
    assert all(play.is_enabled() for name in CASES for play in plays(page, name))


def test_readers_who_ask_for_stillness_get_it(page, stillness):
    assert count_moving(page) == {}
    players = [play for name in CASES for play in plays(page, name)]
    assert len(players) >= 2
    for play in players:
        assert play.is_disabled()
        assert play.get_attribute("title") == "Your system asks for reduced motion: use Step."


def plays(page: NotebookPage, name: str) -> list[Locator]:
    return widget(page, name).get_by_role("button", name="Play").all()


def test_a_widget_looks_the_same_alone_and_among_others_in_any_order(page, stillness):
    """Each kind of widget brings a style sheet along; the last one wins where rules are equally specific."""
    sheets, different = page.page.evaluate(
        """([kinds, looks]) => {
          const sheets = [...document.querySelectorAll("style[id^='course_utils.widgets.']")];
          const look = (css) => {
            const root = document.querySelector(`.course-widget.${css}`);
            return [root, ...root.querySelectorAll("*")].flatMap((e) => {
              const style = getComputedStyle(e);
              return looks.map((one) => `${css} ${e.tagName}.${e.className} ${one}: ${style[one]}`);
            });
          };
          const among = Object.values(kinds).map(look);
          const different = [];
          const compare = (how, css, before) => look(css).forEach(
            (line, i) => line !== before[i] && different.push(`${before[i]}; ${how} ${line.split(": ")[1]}`));
          for (const sheet of sheets.toReversed()) document.head.append(sheet);
          Object.values(kinds).forEach((css, i) => compare("reversed", css, among[i]));
          for (const sheet of sheets) document.head.append(sheet);
          Object.entries(kinds).forEach(([name, css], i) => {
            for (const sheet of sheets) sheet.disabled = !sheet.id.endsWith(`.${name}`);
            compare("alone", css, among[i]);
          });
          for (const sheet of sheets) sheet.disabled = false;
          return [sheets.length, different];
        }""",
        [{name: case.css for name, case in CASES.items()}, LOOKS],
    )
    assert sheets == len(CASES)
    assert different == []
