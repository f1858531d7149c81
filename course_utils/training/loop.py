"""The loop that trains every network of the course: `fit`. Its body shows all steps of training a network; read it.

It does not use DataLoader and its workers: the images are in memory, and a batch is an index into them. checks.py finds
mistakes before the first step; progress.py draws the curves that you see.
"""

import time
from collections.abc import Callable
from os import PathLike

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from course_utils.datasets import Split, scaled
from course_utils.training import checks
from course_utils.training.checkpoint import Checkpoint, weights_of
from course_utils.training.contexts import (
    learning_rates_kept,
    on_device,
    own_randomness,
    seeded,
    stop_later,
    threads_limited,
)
from course_utils.training.history import History
from course_utils.training.monitor import Monitor
from course_utils.training.progress import Progress

Transform = Callable[[Tensor], Tensor]
_AT_ONCE = 250  # images that go through the model together in `predict`


def fit(
    model: nn.Module, train: Split, validation: Split, *, epochs: int, optimizer: torch.optim.Optimizer,
    transform: Transform | None = None, batch_size: int = 64, seed: int, device: str | torch.device | None = None,
    checkpoint: str | PathLike | None = None, learning_rate: Callable[[int], float] | None = None, threads: int = 1,
    monitor: Monitor | None = None,
) -> History:  # fmt: skip
    """Train `model` and return the history; afterwards it has the weights of the best epoch, in evaluation mode.

    The best epoch has the highest validation accuracy; of two with equal accuracy, the one with the lower loss is
    better. The stop button or Ctrl-C ends training early: history and best weights are kept.

    Args:
        model: takes images `(N, C, H, W)`, returns logits `(N, classes)`: no softmax at its end.
        train, validation: images and labels; bytes become 0..1 (`scaled`), floats are not changed.
        epochs: how often each training image is used, in an order that changes from epoch to epoch.
        optimizer: from torch.optim, made with `model.parameters()`.
        transform: a function that takes and returns a training batch `(N, C, H, W)` of floats; it may change the images
            at random, for example.
        batch_size: images for one step; the last batch of an epoch may be smaller.
        seed: for the order of the images and all other random numbers. The same seed and the same initial weights give
            the same numbers on the same machine. To fix the initial weights, call `torch.manual_seed` before you make
            the model.
        device: such as "cpu" or "cuda"; None means a CUDA GPU if there is one. Afterwards the model is moved back.
        checkpoint: a name for `<name>.json` and `<name>.safetensors`, or a folder for them, written after each epoch;
            if the files exist already, training resumes from them. `grader.export()` packs them, so that nothing is
            trained again when the notebook is graded.
        learning_rate: a function that returns the learning rate for each epoch, counted from 1, such as
            ``lambda epoch: 0.01 * 0.8**epoch``; None uses the optimizer's own. Afterwards the optimizer's own rate is
            restored.
        threads: how many CPU cores to use. See `threads_limited` for why the default is 1.
        monitor: a `course_utils.widgets.TrainingMonitor()`, for a stop button below the curves in a notebook.

    Raises:
        TypeError, ValueError: the arguments do not fit together; raised before the first step.
        FloatingPointError: the loss is no longer a finite number; the best weights so far are kept.

    Four images of two pixels; the class is the position of the bright pixel:

    >>> pictures = torch.tensor([[0., 9.], [0., 9.], [9., 0.], [9., 0.]]).reshape(4, 1, 1, 2)
    >>> split = Split(pictures, torch.tensor([0, 0, 1, 1]), ("right", "left"))
    >>> model = nn.Sequential(nn.Flatten(), nn.Linear(2, 2))
    >>> sgd = torch.optim.SGD(model.parameters(), lr=1)
    >>> history = fit(model, split, split, epochs=2, optimizer=sgd, seed=0)  # doctest: +ELLIPSIS
    Epoch 1 of 2: ...
    >>> history.validation_accuracy[-1]
    1.0
    """
    recipe = checks.Recipe(model, train, validation, optimizer, transform, batch_size, seed, learning_rate, threads)
    checks.before_training(recipe, epochs, device)
    with (
        on_device(model, optimizer, device) as device,
        threads_limited(threads),
        own_randomness(),
        learning_rates_kept(optimizer),
        Progress(epochs, -(-len(train) // batch_size), monitor) as progress,
    ):
        checks.dry_run(recipe, device)
        kept = Checkpoint(checkpoint, recipe, progress.note)
        history, best = kept.load()  # empty if nothing has been saved
        pictures, labels = train.images.to(device), train.labels.to(device)

        def after_batch(number: int, loss: float) -> None:
            checks.finite(loss, len(history) + 1, number)
            progress.step(number, history)

        try:
            for epoch in range(len(history) + 1, epochs + 1):
                start = time.perf_counter()
                seeded(seed, epoch)
                if learning_rate is not None:
                    for group in optimizer.param_groups:
                        group["lr"] = learning_rate(epoch)
                learnt = train_one_epoch(model, pictures, labels, optimizer, transform, batch_size, after_batch)
                checked = evaluate(model, validation, device)
                checks.finite(checked[0], epoch)
                with stop_later():  # an interruption must not separate these
                    if history.add(*learnt, *checked, seconds=time.perf_counter() - start):
                        best = weights_of(model)
                    kept.save(history, best)
                progress.epoch(history)
        except KeyboardInterrupt:
            history.stopped = len(history) < epochs
        finally:
            if best is not None:
                model.load_state_dict(best)
            model.eval()
        progress.end(history)
    return history


def train_one_epoch(
    model: nn.Module, pictures: Tensor, labels: Tensor, optimizer: torch.optim.Optimizer,
    transform: Transform | None = None, batch_size: int = 64, after_batch: Callable[[int, float], None] | None = None,
) -> tuple[float, float]:  # fmt: skip
    """Show each image to the model once, in random order; after each batch the optimizer takes a step.

    Args:
        model, optimizer, transform, batch_size: as for `fit`.
        pictures, labels: `(N, C, H, W)` bytes or floats, and `(N,)`; on the model's device.
        after_batch: called after each batch with its number, from 1 on, and its loss.

    Returns (loss, accuracy): means over the images, each measured when its batch was processed.
    """
    model.train()
    total_loss, right = 0.0, 0
    for number, batch in enumerate(torch.randperm(len(labels)).split(batch_size), start=1):
        inputs = scaled(pictures[batch.to(pictures.device)])  # (B, C, H, W)
        targets = labels[batch.to(labels.device)]  # (B,)
        if transform is not None:
            inputs = transform(inputs)

        logits = model(inputs)  # (B, classes)
        loss = cross_entropy(logits, targets)
        optimizer.zero_grad()
        loss.backward()  # the gradient of the loss for each weight
        optimizer.step()  # changes each weight a little, to lower the loss

        total_loss += loss.item() * len(batch)
        right += (logits.argmax(1) == targets).sum().item()
        if after_batch is not None:
            after_batch(number, loss.item())
    return total_loss / len(labels), right / len(labels)


def evaluate(model: nn.Module, split: Split, device: str | torch.device | None = None) -> tuple[float, float]:
    """Return (loss, accuracy) of the model on a split: mean cross-entropy, and the share of right answers, 0..1.

    Args:
        model: as for `fit`; its state does not change.
        split: at least one image.
        device: as for `fit`.

    Two classes, and a model with the logits -1 and 1 for every image; the odds of first to second are 1 : e**2:

    >>> split = Split(torch.zeros(4, 1, 1, 1), torch.tensor([1, 1, 1, 0]), ("no", "yes"))
    >>> model = nn.Sequential(nn.Flatten(), nn.Linear(1, 2))
    >>> model[1].bias.data = torch.tensor([-1.0, 1.0])
    >>> loss, accuracy = evaluate(model, split)
    >>> accuracy, round(loss, 3)  # (3 * log(1 + e**-2) + log(1 + e**2)) / 4
    (0.75, 0.627)
    """
    checks.check_split("evaluate", "split", split)
    with on_device(model, None, device) as device:
        logits = predict(model, split.images.to(device))
        checks.enough_logits("evaluate", logits, split)
        targets = split.labels.to(device)
        right = (logits.argmax(1) == targets).sum().item()
        return cross_entropy(logits, targets).item(), right / len(split)


@torch.no_grad()
def predict(model: nn.Module, images: Tensor) -> Tensor:
    """Return the model's logits, `(N, classes)`, one row for each image, on the device of `images`.

    Args:
        model: as for `fit`; it runs in evaluation mode (no dropout), and its state does not change.
        images: `(N, C, H, W)`, bytes or floats as in a Split.

    >>> model = nn.Sequential(nn.Flatten(), nn.Linear(1, 2, bias=False))
    >>> model[1].weight.data = torch.tensor([[1.0], [2.0]])
    >>> predict(model, torch.full((1, 1, 1, 1), 255, dtype=torch.uint8))  # 1 * 1 and 2 * 1
    tensor([[1., 2.]])
    """
    checks.check_images("predict", images)
    device = next((parameter.device for parameter in model.parameters()), images.device)
    with checks.evaluating(model), threads_limited():
        answers = [model(scaled(batch.to(device))) for batch in images.split(_AT_ONCE)]
    return torch.cat(answers).to(images.device)
