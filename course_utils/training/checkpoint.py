"""A checkpoint: what `fit` needs to go on after a break, as `<name>.json` and `<name>.safetensors`.

Both are written after each epoch, whole or not at all: the new weights go to a file beside the old ones; the JSON,
which names them by their sha256, takes the old one's place in one step; then the weights do. After a break between
any two of these, one of the two files of weights is the one that the JSON names. Nothing is unpickled.
"""

import hashlib
import json
import os
import platform
from collections.abc import Callable
from dataclasses import asdict, fields
from os import PathLike
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor, nn

from course_utils.training.checks import Recipe
from course_utils.training.history import History
from course_utils.training.identity import described

FORMAT = "course_utils checkpoint 1"
_LARGEST_JSON = 50_000_000  # bytes; a history of 100,000 epochs has 12 million
Weights = dict[str, Tensor]


def weights_of(model: nn.Module) -> Weights:
    """Return a copy of all that the model has learnt: its parameters and buffers by name."""
    return {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}


class Checkpoint:
    """The checkpoint of one call of `fit`; without a path it keeps nothing.

    Args:
        path: a name, to which `.json` and `.safetensors` are put; or a folder, for `checkpoint.json` in it.
        recipe: model, data and settings; a checkpoint of others is refused.
        say: called with a sentence for the student.

    Raises:
        ValueError: what lies there cannot be written over, or is no checkpoint of this recipe (`load`).
    """

    def __init__(self, path: str | PathLike | None, recipe: Recipe, say: Callable[[str], None]):
        self.recipe, self.say, self.full = recipe, say, False
        self.keeps = path is not None
        if not self.keeps:
            return
        self.described = described(recipe)
        stem = Path(path)
        stem = stem / "checkpoint" if stem.is_dir() or str(path).endswith(("/", os.sep)) else stem
        stem = stem.with_suffix("") if stem.suffix in (".json", ".safetensors") else stem
        self.json = stem.with_name(stem.name + ".json")
        self.tensors = stem.with_name(stem.name + ".safetensors")
        self.new = stem.with_name(stem.name + ".safetensors.new")
        try:
            stem.parent.mkdir(parents=True, exist_ok=True)
            left_over = self.new.exists()  # of a break; it may be needed
            self.new.touch()
            if not left_over:
                self.new.unlink()
        except OSError as error:
            raise ValueError(f"fit: no checkpoint can be written to {stem.parent} ({error.strerror})") from None

    def load(self) -> tuple[History, Weights | None]:
        """Return (history, best weights), and put model and optimizer where they were; empty where nothing is kept."""
        if not self.keeps or not (self.json.exists() or self.tensors.exists()):
            return History(), None
        page = self._page()
        self._same(page)
        tensors = self._tensors(page)
        recipe, wanted = self.recipe, self.recipe.model.state_dict()
        try:
            last, best = ({name: tensors[f"{part}/{name}"] for name in wanted} for part in ("last", "best"))
            if any(last[name].shape != wanted[name].shape or last[name].dtype != wanted[name].dtype for name in wanted):
                raise ValueError
            history = History(**{field.name: page["history"][field.name] for field in fields(History)})
            state = _joined(page["optimizer"], tensors)
            recipe.model.load_state_dict(last)
            recipe.optimizer.load_state_dict({**recipe.optimizer.state_dict(), "state": state})
        except (KeyError, TypeError, ValueError, RuntimeError):
            raise self._refused("does not fit together") from None
        history.stopped = False
        self.say(f"Going on from {self.json.name}: {len(history)} epoch{'s' * (len(history) != 1)} done"
                 f"{self._other_versions(page)}")  # fmt: skip
        return history, best

    def save(self, history: History, best: Weights | None) -> None:
        """Write the state after an epoch. A full disk ends the saving, which is said, not the training."""
        if not self.keeps or self.full:
            return
        state, tensors = _parted(self.recipe.optimizer.state_dict()["state"])
        for part, weights in (("last", weights_of(self.recipe.model)), ("best", best)):
            tensors |= {f"{part}/{name}": tensor.contiguous() for name, tensor in weights.items()}
        data = safetensors.torch.save(tensors)
        page = {"format": FORMAT, "epoch": len(history), **self.described, "versions": _versions(),
                "weights": {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)},
                "history": asdict(history), "optimizer": state}  # fmt: skip
        text = json.dumps({**page, "seal": _seal(page)}, indent=1) + "\n"
        try:
            _write(self.new, data)
            beside = self.json.with_name(self.json.name + ".new")
            _write(beside, text.encode())
            os.replace(beside, self.json)
            os.replace(self.new, self.tensors)
        except OSError as error:
            self.full = True
            self.say(f"The checkpoint cannot be written any more ({error.strerror}); training goes on without it. "
                     f"What was kept before is still whole")  # fmt: skip

    def _page(self) -> dict[str, Any]:
        if not self.json.is_file():
            raise self._refused(f"has lost its {self.json.name}")
        try:
            if self.json.stat().st_size > _LARGEST_JSON:
                raise ValueError
            page = json.loads(self.json.read_text(encoding="utf-8"))
            seal = page.pop("seal", None) if page.get("format") == FORMAT else None
        except (ValueError, AttributeError, RecursionError):
            raise self._refused(f"cannot be read: {self.json.name} is no checkpoint, or cut off") from None
        if page.get("format") != FORMAT:
            raise self._refused(f"is of another kind: {self.json.name} does not say {FORMAT!r}")
        if seal != _seal(page):
            raise self._refused(f"was changed after it was written ({self.json.name})")
        return page

    def _same(self, page: dict[str, Any]) -> None:
        for what, ours in self.described.items():
            theirs = page.get(what)
            if theirs != ours:
                values = f" ({theirs} there, {ours} here)" if what in ("seed", "batch_size", "threads") else ""
                raise self._refused(f"is of another {what.replace('_', ' ')}{values}")

    def _tensors(self, page: dict[str, Any]) -> Weights:
        for path in (self.tensors, self.new):  # the second, where a break came just before its renaming
            if path.is_file() and path.stat().st_size == page["weights"]["bytes"]:
                data = path.read_bytes()
                if hashlib.sha256(data).hexdigest() == page["weights"]["sha256"]:
                    return safetensors.torch.load(data)
        missing = "has lost" if not self.tensors.exists() else "was changed or cut off after it was written:"
        raise self._refused(f"{missing} {self.tensors.name}")

    def _refused(self, why: str) -> ValueError:
        return ValueError(
            f"fit: checkpoint {self.tensors.stem} {why}; give another name, or delete {self.json.name} and "
            f"{self.tensors.name} to begin anew"
        )

    def _other_versions(self, page: dict[str, Any]) -> str:
        theirs, ours = page.get("versions"), _versions()
        return "" if theirs == ours else f"; written with {theirs}, here is {ours}, so last digits may differ"


def _versions() -> dict[str, str]:
    return {"python": platform.python_version(), "torch": torch.__version__, "safetensors": safetensors.__version__}


def _seal(page: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(page, sort_keys=True).encode()).hexdigest()


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _parted(state: dict[int, dict[str, Any]]) -> tuple[dict[str, dict[str, Any]], Weights]:
    """Part an optimizer's state: plain values by parameter and name, and tensors by `optimizer/parameter/name`."""
    plain: dict[str, dict[str, Any]] = {}
    tensors = {}
    for number, values in state.items():
        plain[str(number)] = {name: value for name, value in values.items() if not isinstance(value, Tensor)}
        tensors |= {f"optimizer/{number}/{name}": value.detach().clone().contiguous()
                    for name, value in values.items() if isinstance(value, Tensor)}  # fmt: skip
    return plain, tensors


def _joined(plain: dict[str, dict[str, Any]], tensors: Weights) -> dict[int, dict[str, Any]]:
    state = {int(number): dict(values) for number, values in plain.items()}
    for key, tensor in tensors.items():
        part, _, rest = key.partition("/")
        if part == "optimizer":
            number, _, name = rest.partition("/")
            state[int(number)][name] = tensor
    return state
