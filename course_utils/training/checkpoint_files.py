"""The two files of a checkpoint: their paths, how they are written, and which of them this kernel has used."""

import os
from os import PathLike
from pathlib import Path

IN_USE: dict[Path, None] = {}
"""The JSON files of the checkpoints that calls of `fit` read or write, in order of use; `grader.export` packs them."""


class Files:
    """The paths of a checkpoint; creating this object opens no file.

    Args:
        path: a name, to which `.json` and `.safetensors` are added; or a folder, for `checkpoint.json` in it.

    >>> files = Files("runs/q4")
    >>> files.json.name, files.tensors.name, files.new.name
    ('q4.json', 'q4.safetensors', 'q4.safetensors.new')
    >>> Files("runs/").json.name, Files("lenet.v2.json").tensors.name
    ('checkpoint.json', 'lenet.v2.safetensors')
    """

    def __init__(self, path: str | PathLike):
        stem = Path(path)
        stem = stem / "checkpoint" if stem.is_dir() or str(path).endswith(("/", os.sep)) else stem
        stem = stem.with_suffix("") if stem.suffix in (".json", ".safetensors") else stem
        self.json = stem.with_name(stem.name + ".json").absolute()
        self.tensors = self.json.with_name(stem.name + ".safetensors")
        self.new = self.json.with_name(stem.name + ".safetensors.new")  # of an epoch that is being written

    def can_be_written(self) -> None:
        """Create the folder; raise ValueError if no file can be written to it."""
        folder = self.json.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            left_over = self.new.exists()  # from an interruption; `load` may need it
            self.new.touch()
            if not left_over:
                self.new.unlink()
        except OSError as error:
            raise ValueError(f"fit: no checkpoint can be written to {folder} ({error.strerror})") from None
        IN_USE[self.json] = None

    def write(self, data: bytes, text: str) -> None:
        """Write weights and JSON so that after an interruption the JSON always names one of the files of weights."""
        beside = self.json.with_name(self.json.name + ".new")
        write_through(self.new, data)
        write_through(beside, text.encode())
        os.replace(beside, self.json)
        os.replace(self.new, self.tensors)


def write_through(path: Path, data: bytes) -> None:
    """Write a file and wait until it is on the disk; raise OSError if the disk is full or read-only."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
