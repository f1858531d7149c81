"""A stand-in for Colab: its Python and its versions of what a lesson uses, without otter and without this course.

With torch it takes several GB and some minutes, once: the environment is kept for the next test runs.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
STAND_IN = Path(__file__).parent / "colab_stand_in"
VERSIONS = """
ipython==7.34.0 ipykernel==6.17.1 jupyter_client==7.4.9 traitlets==5.7.1 ipywidgets==7.7.1 widgetsnbextension==3.6.10
jupyterlab_widgets==3.0.16 anywidget==0.9.21 numpy==2.1.3 matplotlib==3.10.0 pandas==2.2.3 pillow==11.3.0
scikit-image==0.25.2 scikit-learn==1.6.1 safetensors==0.8.0 torch==2.11.0 torchvision==0.26.0
nbformat==5.11.1 nbclient==0.10.4 nbconvert==7.17.1 jupytext==1.19.5
""".split()


def find_python() -> str | None:
    """Return a Python 3.13: from PATH, or one that pyenv keeps."""
    kept = sorted(Path.home().glob(".pyenv/versions/3.13*/bin/python3.13"))
    for path in [*kept, shutil.which("python3.13")]:
        if path and subprocess.run([path, "-c", ""], capture_output=True).returncode == 0:
            return str(path)
    return None


def base_environment(python: str) -> Path:
    """Return a virtual environment with Colab's versions, made at the first call and kept for the next test runs.

    COURSE_COLAB_VENV names the folder; without it, one in the user's cache.
    """
    mark = hashlib.sha256(" ".join([python, *VERSIONS]).encode()).hexdigest()[:12]
    chosen = os.environ.get("COURSE_COLAB_VENV")
    folder = Path(chosen) if chosen else Path.home() / ".cache" / "course-colab"
    environment, ready = folder / mark, folder / mark / "ready"
    if not ready.is_file():
        shutil.rmtree(environment, ignore_errors=True)  # a half-made one
        subprocess.run([python, "-m", "venv", environment], check=True)
        quick = ["--quiet", "--no-compile"]  # a lesson imports a small part of it
        command = [environment / "bin" / "python", "-m", "pip", "install", *quick, *VERSIONS]
        subprocess.run(command, check=True, stdout=sys.stderr)
        ready.touch()
    return environment


def fresh_environment(base: Path, folder: Path) -> None:
    """Make an environment in `folder` that sees all of `base` and keeps for itself what a notebook installs."""
    subprocess.run([base / "bin" / "python", "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (below,) = base.glob("lib/python*/site-packages")
    (packages / "base.pth").write_text(f"{below}\n")


def build_wheel(folder: Path) -> Path:
    """Return the wheel of this project, built from a copy of the files that belong to it."""
    source = folder / "source"
    source.mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "course_utils", source / "course_utils", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", ".", "-w", folder]
    subprocess.run(command, cwd=source, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


@contextmanager
def runtime(environment: Path, content: Path) -> Iterator[Callable[[nbformat.NotebookNode], None]]:
    """Start a kernel in the folder `content`; what is returned runs a notebook in it and writes the outputs into it.

    The folder does not hold the notebook itself. The kernel ends with the block.
    """
    page, kernels = environment / "page.json", environment / "kernels"
    (kernels / "colab").mkdir(parents=True, exist_ok=True)
    kernel = {
        "argv": [str(environment / "bin" / "python"), "-m", "ipykernel_launcher",
                 "--IPKernelApp.kernel_class=google.colab._kernel.Kernel", "-f", "{connection_file}"],
        "display_name": "Colab", "language": "python",
        "env": {"PYTHONPATH": str(STAND_IN), "STAND_IN_PAGE": str(page), "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    }  # fmt: skip
    (kernels / "colab" / "kernel.json").write_text(json.dumps(kernel))
    manager = AsyncKernelManager(
        kernel_name="colab",
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(kernels)], ensure_native_kernel=False),
    )
    folder = {"metadata": {"path": str(content)}}

    def run(notebook: nbformat.NotebookNode) -> None:
        page.write_text(nbformat.writes(notebook), encoding="utf-8")
        NotebookClient(notebook, km=manager, timeout=180, allow_errors=True, resources=folder).execute()

    yield run
    run_sync(manager.shutdown_kernel)(now=True)
