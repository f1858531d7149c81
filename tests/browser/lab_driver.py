"""A real JupyterLab and pages of it in Chromium, for the tests of this folder and the benchmark of the widgets."""

import json
import os
import re
import secrets
import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from playwright.sync_api import Browser, Page, Route, sync_playwright

from autograder.build.colab import BADGE
from tests.quick_start.programs import start_module

ROOT = Path(__file__).parents[2]
# The first is the same browser without menus and tabs of its own, which nobody would see.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in BROWSERS if (path := shutil.which(name))), None)
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SCREENSHOTS = "COURSE_SCREENSHOTS"  # the variable that names the folder for pictures of pages
PATIENCE = 300  # seconds; only what hangs ever meets the end, however busy the machine is
READY = """async () => {
  await window.jupyterapp.restored;
  const panel = window.jupyterapp.shell.currentWidget;
  await panel.revealed; await panel.context.ready; await panel.sessionContext.ready;
  const kernel = () => panel.sessionContext.session?.kernel;
  while (!(kernel()?.connectionStatus === "connected" && kernel()?.status === "idle"))
    await new Promise((resolve) => setTimeout(resolve, 50));
}"""
PROGRESS = """() => {
  const cells = window.jupyterapp.shell.currentWidget.content.widgets.filter((cell) => cell.model.type === "code");
  const outputs = cells.flatMap((cell) => cell.model.outputs.toJSON());
  const error = outputs.find((output) => output.output_type === "error");
  if (error) return `${error.ename}: ${error.evalue}`;
  return cells.every((cell) => cell.model.executionCount && cell.model.executionState === "idle") && "finished";
}"""
STILL = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const ends = ({ effect }) => Number.isFinite(effect.getComputedTiming().endTime);
  const moving = () => document.getAnimations().filter((one) => one.playState === "running" && ends(one));
  await frame();  // in which a change begins to move
  while (moving().length) { await Promise.allSettled(moving().map((one) => one.finished)); await frame(); }
}"""
ELSEWHERE = re.compile(r"^https?://(?!127\.0\.0\.1)")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium without a window; it ends with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


class Lab:
    """A JupyterLab server on this machine only, with settings, token and folder of its own."""

    def __init__(self, scratch: Path):
        self.folder, self.settings, self.token = scratch / "notebooks", scratch / "settings", secrets.token_hex(16)
        self.folder.mkdir(parents=True)
        labconfig = self.settings / "config" / "labconfig"
        labconfig.mkdir(parents=True)
        quiet = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
        (labconfig / "page_config.json").write_text(json.dumps(quiet))
        whole = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}  # keep cells out of sight drawn
        (labconfig / "default_setting_overrides.json").write_text(json.dumps(whole))
        self.log = scratch / "lab.log"

    def start(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        folders = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "run",
            "IPYTHONDIR": "ipython",
        }
        words = [
            "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={self.port}", "--ServerApp.port_retries=0",
            f"--ServerApp.root_dir={self.folder}", f"--IdentityProvider.token={self.token}",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.expose_app_in_browser=True",
        ]  # fmt: skip
        environment = {name: str(self.settings / folder) for name, folder in folders.items()}
        self.process = start_module("jupyterlab", *words, folder=self.folder, out=self.log, **environment)
        self._wait(PATIENCE)

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.is_alive():
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/status?token={self.token}", timeout=2)
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start within {seconds} s:\n{self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.join(20)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()

    def write(self, name: str, *sources: str) -> str:
        """Write a notebook of these code cells into the server's folder; return its name."""
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), self.folder / name)
        return name


class NotebookPage:
    """One notebook open in the browser; `problems` collects the errors of the browser's console."""

    def __init__(self, lab: Lab, browser: Browser, name: str, *, kernel: bool = True, **context):
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, **context)
        self.context.set_default_timeout(PATIENCE * 1000)
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.context.route(ELSEWHERE, self._stay_here)
        self.page.on("console", lambda message: message.type == "error" and self.problems.append(message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.goto(f"http://127.0.0.1:{lab.port}/lab/tree/{name}?token={lab.token}&reset")
        self.page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook")
        if kernel:
            self.page.evaluate(READY)  # JupyterLab shows "idle" too early: a Run All then gets lost

    def _stay_here(self, route: Route) -> None:
        """Answer for the network: Colab's badge is drawn blank, anything else from elsewhere is a problem."""
        if route.request.url == BADGE:
            blank = '<svg xmlns="http://www.w3.org/2000/svg" width="117" height="20"/>'
            route.fulfill(content_type="image/svg+xml", body=blank)
        else:
            self.problems.append(f"a request to {route.request.url}")
            route.abort()

    def command(self, name: str, **arguments) -> None:
        self.page.evaluate("([name, args]) => window.jupyterapp.commands.execute(name, args)", [name, arguments])

    def run_all(self, *, seconds: float = PATIENCE) -> None:
        """Run every cell through the menu, as a student does, and wait until all have run without an error."""
        self.page.click('.lm-MenuBar-item:has-text("Run")')
        self.page.click('.lm-Menu-item[data-command="runmenu:run-all"]')
        outcome = self.page.wait_for_function(PROGRESS, timeout=seconds * 1000).json_value()
        assert outcome == "finished", f"a cell of the notebook ended with {outcome}"

    def python(self, source: str) -> str:
        """Run code in the notebook's kernel, outside any cell; return its text output."""
        return self.page.evaluate(
            """async (code) => {
              const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
              const future = kernel.requestExecute({ code });
              let text = "";
              future.onIOPub = ({ content }) => { text += content.text ?? content.evalue ?? ""; };
              await future.done;
              return text;
            }""",
            source,
        )

    def wait_for_python(self, source: str, text: str, *, seconds: float = 10) -> None:
        """Wait until an expression prints this text: what the browser sets arrives in Python a moment later."""
        end = time.monotonic() + seconds
        while (found := self.python(f"print({source})").strip()) != text:
            assert time.monotonic() < end, f"{source} is {found}, not {text}, even after {seconds} s"
            self.page.wait_for_timeout(50)

    def save(self) -> None:
        self.command("docmanager:save")

    def theme(self, name: str) -> None:
        """Change to the "Light" or the "Dark" theme."""
        self.command("apputils:change-theme", theme=f"JupyterLab {name}")
        light = "true" if name == "Light" else "false"
        self.page.wait_for_selector(f'body[data-jp-theme-light="{light}"]', state="attached")
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")
        self.still()

    def still(self) -> None:
        """Wait until nothing glides or fades any more."""
        self.page.evaluate(STILL)

    def photograph(self, path: Path) -> None:
        """Take a picture of the whole notebook, however long, if somebody wants to look at it."""
        if SCREENSHOTS not in os.environ:
            return
        cells = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-viewport")
        height = cells.evaluate("""cells => {
          cells.closest(".jp-WindowedPanel-outer").scrollTop = 0;
          return Math.ceil(cells.lastElementChild.getBoundingClientRect().bottom - cells.getBoundingClientRect().top);
        }""")
        self.page.set_viewport_size({"width": 1280, "height": height + 200})
        self.still()
        box = cells.bounding_box()
        self.page.screenshot(path=path, clip={**box, "height": height + 20})

    def stop_kernel(self) -> None:
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")

    def close(self) -> None:
        """Stop the notebook's kernel and close the page."""
        self.stop_kernel()
        self.context.close()
