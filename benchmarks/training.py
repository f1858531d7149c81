"""`fit`: the time to reach an accuracy, and images per second compared with the usual DataLoader over PIL images.

The settings were chosen by validation accuracy; the printed accuracy is that of the test split. MNIST is measured only
if COURSE_MNIST is the path of the folder that contains MNIST/raw.
"""

import contextlib
import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader
from torchvision.transforms import Compose, Normalize, ToTensor

from benchmarks.timing import Row, in_turns
from course_utils import datasets
from course_utils.datasets import Dataset, Split, scaled
from course_utils.models import LeNet5
from course_utils.training import evaluate, fit

PICTURES, BATCH = 4096, 64
MEAN, DEVIATION = 0.1307, 0.3081  # the normalisation of PyTorch's own MNIST example
SEEDS = range(10)


class PilPictures(torch.utils.data.Dataset):
    """Images as torchvision.datasets.MNIST returns them: one at a time, converted to PIL and then to a tensor."""

    def __init__(self, split: Split, transform: Callable):
        self.data, self.targets, self.transform = split.images[:, 0], split.labels, transform

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, place: int) -> tuple[torch.Tensor, int]:
        return self.transform(Image.fromarray(self.data[place].numpy())), int(self.targets[place])


def usual_epoch(loader: DataLoader, model: nn.Module, optimizer: torch.optim.Optimizer) -> None:
    """Train for one epoch as in tutorials; loss and accuracy are computed in the same way as in `fit`."""
    model.train()
    total, right = 0.0, 0
    for images, labels in loader:
        optimizer.zero_grad()
        logits = model(images)
        loss = nn.functional.cross_entropy(logits, labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        right += (logits.argmax(1) == labels).sum().item()


def quiet_fit(model: nn.Module, train: Split, validation: Split, **settings) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        fit(model, train, validation, **settings)


def throughput() -> list[Row]:
    """Return rows with the images per second, for the same network, the same batches and one thread each.

    The DataLoader has no workers; on two idle cores, two workers could read images in parallel with the training.
    """
    data = datasets.digits()
    train = data.train[torch.arange(PICTURES) % len(data.train)]
    model = LeNet5()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    plain = DataLoader(PilPictures(train, ToTensor()), BATCH, shuffle=True)
    steps = Compose([ToTensor(), Normalize((MEAN,), (DEVIATION,))])
    normal = DataLoader(PilPictures(train, steps), BATCH, shuffle=True)

    def ours(transform: Callable | None = None) -> None:
        validation = data.validation[:BATCH] if transform is None else data.validation[:BATCH].map(transform)
        quiet_fit(model, train, validation, epochs=1, optimizer=optimizer, seed=0, batch_size=BATCH,
                  transform=transform)  # fmt: skip

    training = in_turns(ours, lambda: usual_epoch(plain, model, optimizer), rounds=9)
    normalised = in_turns(lambda: ours(normalise), lambda: usual_epoch(normal, model, optimizer), rounds=9)
    reading = in_turns(lambda: _input(train), lambda: _usual_input(plain), rounds=9)
    return [
        _rate("fit, LeNet-5 on 32×32", *training, 1.5),
        _rate("fit, LeNet-5 on 32×32, normalised", *normalised, 1.5),
        _rate("input alone, 32×32", *reading, 10),
    ]


def normalise(images: torch.Tensor) -> torch.Tensor:
    return (images - MEAN) / DEVIATION


def _rate(name: str, ours: float, peer: float, aim: float) -> Row:
    return Row(name, PICTURES / ours, PICTURES / peer, "DataLoader over PIL", "pictures/s", f"at least {aim:g} times",
               peer >= aim * ours)  # fmt: skip


def _input(train: Split) -> None:
    for batch in torch.randperm(len(train)).split(BATCH):
        _ = scaled(train.images[batch]), train.labels[batch]


def _usual_input(loader: DataLoader) -> None:
    for _ in loader:
        pass


def until(name: str, data: Dataset, aim: float, limit: float, make: Callable, settings: dict, seeds=SEEDS) -> Row:
    """Train with each seed and return a row with the median seconds and the lowest accuracy on the test split."""
    seconds, right = [], []
    for seed in seeds:
        torch.manual_seed(seed)
        model, optimizer = make()
        start = time.perf_counter()
        quiet_fit(model, data.train, data.validation, optimizer=optimizer, seed=seed, **settings)
        seconds.append(time.perf_counter() - start)
        right.append(evaluate(model, data.test)[1])
    spread = f" ± {100 * statistics.stdev(right):.2f}" if len(right) > 1 else ""
    accuracies = f"{100 * statistics.mean(right):.2f}{spread} %, {100 * min(right):.2f} at least"
    took = statistics.median(seconds)
    about = f"{name}, {settings['epochs']} epochs, {len(right)} seed{'s' * (len(right) > 1)}: test {accuracies}"
    return Row(about, took, limit, "allowed", "s",
               f"test at least {100 * aim:g} %, in time", took <= limit and min(right) >= aim)  # fmt: skip


def digits() -> Row:
    def make():
        model = LeNet5()
        return model, torch.optim.Adam(model.parameters(), lr=0.003)

    return until("digits", datasets.digits(), 0.98, 10, make, {"epochs": 25, "batch_size": 16, "transform": moved})


def moved(images: torch.Tensor) -> torch.Tensor:
    """Return each image shifted by up to 2 pixels; its border of 3 pixels is empty, so nothing is cut off."""
    steps = torch.randint(-2, 3, (len(images), 2)).tolist()
    return torch.stack([image.roll(step, dims=(1, 2)) for image, step in zip(images, steps, strict=True)])


def mnist(folder: Path) -> Row:
    def make():
        model = LeNet5(padding=2)
        return model, torch.optim.Adam(model.parameters())

    with tempfile.TemporaryDirectory() as cache, mock.patch.dict(os.environ, {"COURSE_DATA": cache}):
        (Path(cache) / "MNIST").symlink_to(folder / "MNIST")  # other cached files are removed with the folder
        data = datasets.mnist()
    settings = {"epochs": 3, "batch_size": 64, "learning_rate": lambda epoch: 0.003 / 4 ** (epoch - 1)}
    return until("MNIST", data, 0.985, 60, make, settings, SEEDS[:1])


def measure() -> list[Row]:
    torch.set_num_threads(1)
    rows = [*throughput(), digits()]
    folder = os.environ.get("COURSE_MNIST")
    if folder:
        rows.append(mnist(Path(folder).resolve()))
    else:
        print("MNIST is not measured: COURSE_MNIST does not name a folder with MNIST/raw")
    return rows
