"""The folder where downloads and generated images are kept.

Imports only the standard library, so that the folder can be found where torch is not installed.
"""

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder for all downloads; it may not exist yet.

    The folder is the first of these that applies: the environment variable `COURSE_DATA`; `data/cache` of the checkout,
    if the course is imported from a checkout; a subfolder of the user's cache folder, which is `$XDG_CACHE_HOME` or
    `~/.cache`, on macOS `~/Library/Caches`, on Windows `%LOCALAPPDATA%`.
    """
    if chosen := os.environ.get("COURSE_DATA"):
        return Path(chosen).expanduser().absolute()
    checkout = _checkout()
    return checkout / "data" / "cache" if checkout else _user_cache() / "course_utils"


def _checkout() -> Path | None:
    above = Path(__file__).resolve().parents[1]
    return above if (above / "pyproject.toml").is_file() and (above / "data" / "README.md").is_file() else None


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    given = os.environ.get("XDG_CACHE_HOME", "")
    return Path(given) if os.path.isabs(given) else Path.home() / ".cache"
