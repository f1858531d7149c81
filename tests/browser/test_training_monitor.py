"""A real training in JupyterLab that is ended by the button, in both ways that a press can take, and by the kernel."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.lab_driver import NotebookPage
from tests.browser.measures import contrast

SETUP = """
import torch
from torch import nn
from course_utils.datasets import digits
from course_utils.training import evaluate, fit
from course_utils.widgets import TrainingMonitor

pictures = digits()

def train(monitor, epochs):
    global model, history
    torch.manual_seed(0)
    model = nn.Sequential(nn.Flatten(), nn.LazyLinear(100), nn.ReLU(), nn.Linear(100, 10))
    model(pictures.train.images[:1] / 255)
    history = fit(model, pictures.train, pictures.validation, epochs=epochs, batch_size=16, seed=0, monitor=monitor,
                  optimizer=torch.optim.SGD(model.parameters(), lr=0.05))
"""
# nobody hears its message
DEAF = "deaf = TrainingMonitor()\ndeaf.on_msg(deaf._hear, remove=True)\ntrain(deaf, 3000)"
RUN = """index => {
  const { content, sessionContext } = window.jupyterapp.shell.currentWidget;
  content.activeCellIndex = index;
  void window.jupyterapp.commands.execute("notebook:run-cell");
}"""
LONG = 60_000  # milliseconds for a training to come so far
KEPT = "history.stopped, evaluate(model, pictures.validation)[1] == max(history.validation_accuracy), model.training"


@pytest.fixture(scope="module")
def page(lab, keep_open) -> NotebookPage:
    name = lab.write(
        "monitor.ipynb", SETUP, "train(TrainingMonitor(), 3000)", DEAF, DEAF, "train(TrainingMonitor(), 3)"
    )
    notebook = keep_open(name)
    notebook.page.evaluate(RUN, 0)
    return notebook


def begin(page: NotebookPage, index: int, epochs: str = r"[2-9]|\d{2,}") -> tuple[Locator, Locator]:
    """Run a cell that trains; return its curves and its monitor when so many epochs are done."""
    page.page.evaluate(RUN, index)
    cell = page.page.locator(".jp-CodeCell").nth(index)
    done = re.compile(rf"Epoch (?:{epochs}) of \d+ is done")
    expect(cell.locator(".monitor .cw-said")).to_contain_text(done, timeout=LONG)
    return cell.locator(".course-training"), cell.locator(".monitor")


def is_over(page: NotebookPage, curves: Locator, monitor: Locator) -> None:
    """Training has been stopped, history and best weights are kept, and no error is shown."""
    expect(curves).to_contain_text("Stopped in epoch", timeout=LONG)
    expect(monitor).to_have_attribute("data-state", "over")
    expect(monitor.locator(".cw-said")).to_contain_text("is kept, and the model holds the weights of epoch")
    expect(monitor.get_by_role("button")).to_be_hidden()
    page.wait_for_python(KEPT, "True True False", seconds=60)
    assert page.page.locator(".jp-OutputArea-output[data-mime-type*='error']").count() == 0


def test_button_stops_a_training_while_the_kernel_is_busy(page, screenshots):
    curves, monitor = begin(page, 1, r"1[2-9]|[2-9]\d|\d{3,}")
    for theme in ("Dark", "Light"):
        page.theme(theme)
        assert contrast(monitor.locator(".cw-said")) >= 4.5 and contrast(monitor.get_by_role("button")) >= 4.5
        page.page.locator(".jp-CodeCell").nth(1).screenshot(path=screenshots / f"monitor-{theme.lower()}.png")
    monitor.get_by_role("button").focus()
    page.page.keyboard.press("Enter")
    is_over(page, curves, monitor)
    page.page.locator(".jp-CodeCell").nth(1).screenshot(path=screenshots / "monitor-over.png")
    assert page.problems == []


def test_press_that_nobody_hears_interrupts_the_kernel(page):
    curves, monitor = begin(page, 2)
    monitor.get_by_role("button").click()
    expect(monitor.get_by_role("button")).to_have_text("Stopping …")
    is_over(page, curves, monitor)
    assert page.problems == []


def test_where_nothing_gets_through_it_points_to_the_notebook_s_own_button(page):
    page.page.route("**/interrupt*", lambda route: route.abort())
    curves, monitor = begin(page, 3)
    monitor.get_by_role("button").click()
    expect(monitor.locator(".cw-said")).to_contain_text("Press its own stop button", timeout=LONG)
    expect(monitor.get_by_role("button")).to_be_enabled()
    page.page.unroute("**/interrupt*")
    page.command("notebook:interrupt-kernel")
    is_over(page, curves, monitor)
    page.problems.clear()  # the request that was cut off


def test_training_that_ends_by_itself_takes_its_button_away(page):
    page.page.evaluate(RUN, 4)
    cell = page.page.locator(".jp-CodeCell").nth(4)
    expect(cell.locator(".course-training")).to_contain_text("Trained 3 epochs", timeout=LONG)
    page.wait_for_python("len(history), history.stopped", "3 False", seconds=60)
    assert cell.locator(".monitor button:visible").count() == 0
    assert page.problems == []
