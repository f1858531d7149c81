"""The checks that `fit` runs before its first step, so that a mistake costs a second and not an afternoon."""

import contextlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from course_utils.datasets import Split, scaled
from course_utils.training.contexts import chosen_device, own_randomness

_TRIAL = 2  # images that go through the model before training


@dataclass(frozen=True)
class Recipe:
    """The arguments of `fit` that determine the results of training, with the same names."""

    model: nn.Module
    train: Split
    validation: Split
    optimizer: torch.optim.Optimizer
    transform: Callable[[Tensor], Tensor] | None
    batch_size: int
    seed: int
    learning_rate: Callable[[int], float] | None
    threads: int


def before_training(recipe: Recipe, epochs: int, device: str | torch.device | None) -> None:
    """Raise TypeError or ValueError if the arguments of `fit` do not fit together."""
    for name, value, least in [("epochs", epochs, 1), ("batch_size", recipe.batch_size, 1), ("seed", recipe.seed, 0),
                               ("threads", recipe.threads, 1)]:  # fmt: skip
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise ValueError(f"fit: {name} must be a whole number, at least {least}, got {value!r}")
    if not isinstance(recipe.model, nn.Module):
        hint = "; make an object of it: model()" if isinstance(recipe.model, type) else ""
        raise TypeError(f"fit: model must be an nn.Module, got {_kind(recipe.model)}{hint}")
    for name in ("train", "validation"):
        check_split("fit", name, getattr(recipe, name))
    if recipe.train.classes != recipe.validation.classes:
        raise ValueError(
            f"fit: train has the classes {_few(recipe.train.classes)}, validation has "
            f"{_few(recipe.validation.classes)}; both must be splits of one data set"
        )
    if recipe.transform is not None and not callable(recipe.transform):
        raise TypeError(f"fit: transform must be a function of a batch of pictures, got {_kind(recipe.transform)}")
    _optimizer(recipe.model, recipe.optimizer)
    _learning_rates(recipe.learning_rate, epochs)
    chosen_device(device)
    last = len(recipe.train) % recipe.batch_size or recipe.batch_size
    if last == 1 and any(isinstance(layer, nn.BatchNorm1d) for layer in recipe.model.modules()):
        raise ValueError(
            f"fit: {len(recipe.train)} pictures in batches of {recipe.batch_size} leave a last batch of one, for which "
            f"BatchNorm1d has no variance; use another batch_size"
        )


def check_split(function: str, name: str, split: Split) -> None:
    """Raise TypeError if `split` is not a Split; raise ValueError if it is empty or has invalid pixels or labels."""
    if not isinstance(split, Split):
        raise TypeError(
            f"{function}: {name} must be a Split, such as digits().{name}, or Split(images, labels, classes), "
            f"got {_kind(split)}"
        )
    if not len(split):
        raise ValueError(f"{function}: {name} is empty; there is nothing to learn from or to count")
    if split.images.is_floating_point() and not split.images.isfinite().all():
        raise ValueError(f"{function}: the pictures of {name} hold nan or infinite values")
    lowest, highest = int(split.labels.min()), int(split.labels.max())
    if lowest < 0 or highest >= len(split.classes):
        raise ValueError(
            f"{function}: labels of {name} go from {lowest} to {highest}, but {len(split.classes)} classes are "
            f"numbered 0 to {len(split.classes) - 1}"
        )


def _optimizer(model: nn.Module, optimizer: torch.optim.Optimizer) -> None:
    if not isinstance(optimizer, torch.optim.Optimizer):
        raise TypeError(
            f"fit: optimizer must be one of torch.optim, such as torch.optim.SGD(model.parameters(), lr=0.01), "
            f"got {_kind(optimizer)}"
        )
    own = {id(parameter) for parameter in model.parameters()}
    given = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    strange = sum(id(parameter) not in own for parameter in given)
    if strange:
        raise ValueError(
            f"fit: {strange} of the optimizer's {len(given)} parameters are not in this model, so it would train "
            f"something else; make the optimizer after the model, of model.parameters()"
        )
    if not any(parameter.requires_grad for parameter in given):
        raise ValueError("fit: no parameter of the model can be trained: requires_grad is False for all")


def _learning_rates(learning_rate: Callable[[int], float] | None, epochs: int) -> None:
    if learning_rate is None:
        return
    if not callable(learning_rate):
        raise TypeError(
            f"fit: learning_rate must be a function of the epoch, got {_kind(learning_rate)}; a fixed rate is given to "
            f"the optimizer"
        )
    for epoch in range(1, epochs + 1):
        rate = learning_rate(epoch)
        if not isinstance(rate, (int, float)) or not 0 <= rate < math.inf:
            raise ValueError(f"fit: learning_rate({epoch}) must be a number, at least 0, got {rate!r}")


def dry_run(recipe: Recipe, device: torch.device) -> None:
    """Send a few images of each split through the model; raise ValueError if it does not return finite logits."""
    with own_randomness(), torch.no_grad():
        for name, split in (("train", recipe.train), ("validation", recipe.validation)):
            pictures = scaled(split.images[:_TRIAL].to(device))
            if name == "train" and recipe.transform is not None:
                pictures = _transformed(recipe.transform, pictures)
            logits = _answer(recipe.model, pictures, name)
            enough_logits("fit", logits, split)
            if not logits.isfinite().all():
                raise ValueError(
                    "fit: the model returns nan or infinite values before training; if an earlier training damaged its "
                    "weights, make the model again, and the optimizer after it"
                )


def _transformed(transform: Callable[[Tensor], Tensor], pictures: Tensor) -> Tensor:
    made = transform(pictures)
    if not isinstance(made, Tensor) or made.ndim != 4 or len(made) != len(pictures) or not made.is_floating_point():
        got = f"{tuple(made.shape)} of {made.dtype}" if isinstance(made, Tensor) else _kind(made)
        raise ValueError(
            "fit: transform must return a batch (N, C, H, W) of floats with as many pictures as it gets, but for "
            f"{tuple(pictures.shape)} it returned {got}"
        )
    if made.device != pictures.device:
        raise ValueError(
            f"fit: transform got pictures on {pictures.device} and returned them on {made.device}; make new tensors "
            f"with device=images.device"
        )
    return made


def _answer(model: nn.Module, pictures: Tensor, name: str) -> Tensor:
    """Return the model's output for the images; the model's state does not change."""
    size = " x ".join(str(n) for n in pictures.shape[1:])
    weights = next((p for p in model.parameters() if p.is_floating_point()), pictures)
    if weights.dtype != pictures.dtype:
        raise ValueError(
            f"fit: pictures of {name} are {pictures.dtype}, the model's weights {weights.dtype}; use images.float()"
        )
    try:
        with evaluating(model):  # or batch normalisation would count these images
            return model(pictures)
    except RuntimeError as error:
        first = str(error).strip().split("\n")[0]
        hint = (
            "a tensor that is made in the model must be registered with register_buffer, or it stays on another device"
            if "device" in first
            else f"summary(model, {tuple(pictures.shape[1:])}) of course_utils.shapes shows where it stops"
        )
        raise ValueError(f"fit: the model fails for pictures of {name} ({size}): {first}; {hint}") from error


@contextlib.contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Put the model into evaluation mode; at the end, restore the mode of each layer."""
    modes = {layer: layer.training for layer in model.modules()}
    model.eval()
    try:
        yield
    finally:
        for layer, mode in modes.items():
            layer.training = mode


def check_images(function: str, images: Tensor) -> None:
    """Raise ValueError if `images` is not a batch of at least one image."""
    if not isinstance(images, Tensor) or images.ndim != 4 or not len(images):
        got = tuple(images.shape) if isinstance(images, Tensor) else _kind(images)
        raise ValueError(
            f"{function}: images must be a tensor of shape (N, C, H, W), got {got}; for one picture give images[3:4]"
        )


def enough_logits(function: str, logits: Tensor, split: Split) -> None:
    """Raise ValueError if the logits do not have the shape (N, K) with at least one number for each class."""
    got = tuple(logits.shape) if isinstance(logits, Tensor) else _kind(logits)
    if not isinstance(logits, Tensor) or logits.ndim != 2:
        raise ValueError(f"{function}: the model must return logits of shape (N, {len(split.classes)}), got {got}")
    if logits.shape[1] < len(split.classes):
        raise ValueError(
            f"{function}: the model has {logits.shape[1]} outputs, but there are {len(split.classes)} classes "
            f"({_few(split.classes)}); its last layer needs one for each"
        )


def finite(loss: float, epoch: int, batch: int | None = None) -> None:
    """Raise FloatingPointError if the loss is not a finite number."""
    if not math.isfinite(loss):
        where = f"epoch {epoch}, batch {batch}" if batch else f"validation after epoch {epoch}"
        raise FloatingPointError(
            f"fit: the loss became {loss} in {where}: the steps are too large, and the weights grow without limit. "
            "Make the model again, the optimizer after it, and try a tenth of the learning rate"
        )


def _kind(value: object) -> str:
    return f"the class {value.__name__}" if isinstance(value, type) else f"a value of type {type(value).__name__}"


def _few(classes: tuple[str, ...]) -> str:
    return ", ".join(classes[:5]) + (", …" if len(classes) > 5 else "")
