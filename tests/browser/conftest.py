"""Browser tests: one JupyterLab and one Chromium for all of them, in one worker."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.lab_driver import BROWSERS, CHROMIUM, SCREENSHOTS, Lab, NotebookPage, chromium


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)
            if CHROMIUM is None:
                reason = f"no Chromium here: apt-get install {BROWSERS[0]} fonts-noto-cjk"
                item.add_marker(pytest.mark.skip(reason))


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    server = Lab(tmp_path_factory.mktemp("lab"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def _opener(lab: Lab, browser: Browser) -> Iterator[Callable[..., NotebookPage]]:
    opened: list[NotebookPage] = []

    def open_one(name: str, **options) -> NotebookPage:
        opened.append(NotebookPage(lab, browser, name, **options))
        return opened[-1]

    yield open_one
    for notebook in opened:
        notebook.close()


@pytest.fixture
def open_notebook(lab: Lab, browser: Browser) -> Iterator[Callable[..., NotebookPage]]:
    """Return a function that opens a notebook of the server's folder; all are closed after the test."""
    yield from _opener(lab, browser)


@pytest.fixture(scope="module")
def keep_open(lab: Lab, browser: Browser) -> Iterator[Callable[..., NotebookPage]]:
    """The same for a notebook that several tests look at; closed after the last test of the file."""
    yield from _opener(lab, browser)


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for screenshots, which are for people: COURSE_SCREENSHOTS, or a temporary one."""
    folder = Path(os.environ.get(SCREENSHOTS) or tmp_path_factory.mktemp("screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
