"""Where downloads and drawn pictures are kept. Loads nothing heavy, so that one can ask before torch is there."""

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder that all downloads go to; it need not be there yet.

    That is the environment's `COURSE_DATA`; else `data/cache` of the checkout, where the course lies in one; else the
    user's cache folder: `$XDG_CACHE_HOME` or `~/.cache`, `~/Library/Caches` on a Mac, `%LOCALAPPDATA%` on Windows.
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
