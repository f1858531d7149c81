"""Checkpoints: what `fit` needs to resume after an interruption, as `<name>.json` and `<name>.safetensors`.

Both files are written after each epoch, completely or not at all. The new weights are written to a file beside the old
ones. Then the new JSON, which contains the sha256 of the new weights, replaces the old JSON in one step. Then the new
weights replace the old ones. After an interruption between any two of these steps, one of the two files of weights is
the one that the JSON names. Nothing is unpickled.

In a student's notebook, an unusable checkpoint raises an error whose message names the fix, and no file is overwritten.
While a notebook is graded, the problem is noted for the grader and the network is trained again: an unusable file costs
time, but by itself no points. The same holds for a folder that cannot be written to.
"""

import hashlib
import json
import platform
from collections.abc import Callable
from dataclasses import asdict, fields
from os import PathLike
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor, nn

from course_utils.training.checkpoint_files import Files
from course_utils.training.checks import Recipe
from course_utils.training.fingerprint import described
from course_utils.training.history import History
from course_utils.training.progress import graded, note_for_grader

FORMAT = "course_utils checkpoint 1"
_LARGEST_JSON = 50_000_000  # bytes; the JSON of a history of 100,000 epochs has 12 million
Weights = dict[str, Tensor]


def weights_of(model: nn.Module) -> Weights:
    """Return a copy of everything that the model has learnt: its parameters and buffers by name."""
    return {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}


class UnusableCheckpointError(ValueError):
    """An error for a checkpoint that is damaged or of another training; the text contains the reason.

    `Checkpoint.load` adds what to do.
    """


class Checkpoint:
    """The checkpoint of one call of `fit`; without a path, nothing is saved.

    Args:
        path: a name, to which `.json` and `.safetensors` are added; or a folder, for `checkpoint.json` in it.
        recipe: model, data and settings; a checkpoint of another recipe is rejected.
        say: called with a sentence for the student.

    Raises:
        ValueError: no file can be written there, or the files there are not a checkpoint of this recipe (from `load`).
    """

    def __init__(self, path: str | PathLike | None, recipe: Recipe, say: Callable[[str], None]):
        self.recipe, self.say, self.full = recipe, say, False
        self.keeps = path is not None
        if path is None:
            return
        self.described = described(recipe)
        self.files = Files(path)
        try:
            self.files.can_be_written()
        except ValueError as error:
            if not graded():
                raise
            note_for_grader(f"{error}; the network was trained without one".removeprefix("fit: "))
            self.keeps = False

    def load(self) -> tuple[History, Weights | None]:
        """Restore model and optimizer, and return (history, best weights).

        If there is no checkpoint, return (empty history, None) and change nothing.

        Raises:
            ValueError: the checkpoint is unusable. While a notebook is graded, note this for the grader instead and
                treat it as missing.
        """
        if not self.keeps or not (self.files.json.exists() or self.files.tensors.exists()):
            return History(), None
        try:
            return self._load()
        except UnusableCheckpointError as unusable:
            if not graded():
                raise ValueError(f"fit: {unusable}; give another name, or delete {self.files.json.name} and "
                                 f"{self.files.tensors.name} to start again") from None  # fmt: skip
            note_for_grader(f"{unusable}; it was not used, and the network was trained again")
            return History(), None

    def _load(self) -> tuple[History, Weights]:
        page = self._manifest()
        self._same(page)
        tensors = self._tensors(page)
        model, optimizer, before = self.recipe.model, self.recipe.optimizer, weights_of(self.recipe.model)
        try:
            last, best = ({name: tensors[f"{part}/{name}"] for name in before} for part in ("last", "best"))
            for weights in (last, best):
                if any(weights[name].shape != before[name].shape or weights[name].dtype != before[name].dtype
                       for name in before):  # fmt: skip
                    raise ValueError
            history = History(**{field.name: page["history"][field.name] for field in fields(History)})
            if not history.is_whole() or not len(history):
                raise ValueError
            state = _joined(page["optimizer"], tensors)
            model.load_state_dict(last)
            optimizer.load_state_dict({**optimizer.state_dict(), "state": state})
        except (AttributeError, KeyError, TypeError, ValueError, RuntimeError):
            model.load_state_dict(before)
            raise self._unusable("does not fit together") from None
        history.stopped = False
        self.say(f"Resuming from {self.files.json.name}: {len(history)} epoch{'s' * (len(history) != 1)} done"
                 f"{self._other_versions(page)}")  # fmt: skip
        return history, best

    def save(self, history: History, best: Weights | None) -> None:
        """Write the state after an epoch. A full disk ends only the saving: a note is shown, and training continues."""
        if not self.keeps or self.full:
            return
        assert best is not None  # an epoch is done, and the first one is the best so far
        state, tensors = _parted(self.recipe.optimizer.state_dict()["state"])
        for part, weights in (("last", weights_of(self.recipe.model)), ("best", best)):
            tensors |= {f"{part}/{name}": tensor.contiguous() for name, tensor in weights.items()}
        data = safetensors.torch.save(tensors)
        page = {"format": FORMAT, "epoch": len(history), **self.described, "versions": _versions(),
                "weights": {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)},
                "history": asdict(history), "optimizer": state}  # fmt: skip
        text = json.dumps({**page, "seal": _digest(page)}, indent=1) + "\n"
        try:
            self.files.write(data, text)
        except OSError as error:
            self.full = True
            self.say(f"The checkpoint can no longer be written ({error.strerror}); training continues without it. "
                     f"The last one that was written is still valid")  # fmt: skip

    def _manifest(self) -> dict[str, Any]:
        file = self.files.json
        if not file.is_file():
            raise self._unusable(f"has no {file.name}")
        try:
            if file.stat().st_size > _LARGEST_JSON:
                raise ValueError
            page = json.loads(file.read_text(encoding="utf-8"))
            seal = page.pop("seal", None) if page.get("format") == FORMAT else None
        except (ValueError, AttributeError, RecursionError):
            raise self._unusable(f"cannot be read: {file.name} is not a checkpoint, or is incomplete") from None
        if page.get("format") != FORMAT:
            raise self._unusable(f"has a different format: {file.name} does not contain {FORMAT!r}")
        if seal != _digest(page):
            raise self._unusable(f"was changed after it was written ({file.name})")
        return page

    def _same(self, page: dict[str, Any]) -> None:
        for what, ours in self.described.items():
            theirs = page.get(what)
            if theirs != ours:
                values = f" ({theirs} there, {ours} here)" if what in ("seed", "batch_size", "threads") else ""
                raise self._unusable(f"differs from this training in its {what.replace('_', ' ')}{values}")

    def _tensors(self, page: dict[str, Any]) -> Weights:
        try:
            size, sha256 = page["weights"]["bytes"], page["weights"]["sha256"]
            for path in (self.files.tensors, self.files.new):  # second: after a break just before renaming
                if path.is_file() and path.stat().st_size == size:
                    data = path.read_bytes()
                    if hashlib.sha256(data).hexdigest() == sha256:
                        return safetensors.torch.load(data)
        except (KeyError, TypeError, safetensors.SafetensorError):
            raise self._unusable("does not fit together") from None
        missing = "has no" if not self.files.tensors.exists() else "was changed or truncated after it was written:"
        raise self._unusable(f"{missing} {self.files.tensors.name}")

    def _unusable(self, why: str) -> UnusableCheckpointError:
        return UnusableCheckpointError(f"checkpoint {self.files.tensors.stem} {why}")

    def _other_versions(self, page: dict[str, Any]) -> str:
        theirs, ours = page.get("versions"), _versions()
        return "" if theirs == ours else f"; written with {theirs}, now {ours}, so the last digits may differ"


def _versions() -> dict[str, str]:
    return {"python": platform.python_version(), "torch": torch.__version__, "safetensors": safetensors.__version__}


def _digest(page: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(page, sort_keys=True).encode()).hexdigest()


def _parted(state: dict[int, dict[str, Any]]) -> tuple[dict[str, dict[str, Any]], Weights]:
    """Split an optimizer's state into plain values by parameter and name, and tensors by `optimizer/parameter/name`."""
    plain: dict[str, dict[str, Any]] = {}
    tensors: Weights = {}
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
