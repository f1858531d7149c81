"""What `fit` changes around itself for a while and puts back: device, threads, random numbers, the stop button."""

import contextlib
import hashlib
import random
import signal
import threading
from collections.abc import Iterator

import numpy as np
import torch
from torch import nn


def chosen_device(device: str | torch.device | None) -> torch.device:
    """Return the device that is meant; None: a CUDA GPU if there is one, else the processor.

    Raises ValueError where this machine has no such device.

    >>> chosen_device("cpu")
    device(type='cpu')
    """
    if device is None:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        chosen = torch.device(device)
        torch.zeros(1, device=chosen).item()
    except (RuntimeError, AssertionError, TypeError, NotImplementedError) as error:
        reason = str(error).strip().split("\n")[0].split(". ")[0][:120]
        raise ValueError(
            f"device {str(device)!r} cannot be used here ({reason}); device=None takes a GPU if there is one"
        ) from None
    return chosen


@contextlib.contextmanager
def on_device(
    model: nn.Module, optimizer: torch.optim.Optimizer | None, device: str | torch.device | None
) -> Iterator[torch.device]:
    """Move the model, and what the optimizer remembers, to a device; at the end back to where they were."""
    chosen = chosen_device(device)
    homes = {tensor.device for tensor in [*model.parameters(), *model.buffers()]} or {chosen}
    if len(homes) > 1:
        names = " and ".join(sorted(str(home) for home in homes))
        raise ValueError(f"the model's weights lie on {names}; bring them together with model.to({str(chosen)!r})")
    (home,) = homes
    if home.type == "meta":
        raise ValueError("the model's weights are on the meta device, which has shapes but no numbers; make it on cpu")
    try:
        _move(model, optimizer, home, chosen)
        yield chosen
    finally:
        _move(model, optimizer, chosen, home)


def _move(model: nn.Module, optimizer: torch.optim.Optimizer | None, here: torch.device, there: torch.device) -> None:
    if here.type == there.type and there.index in (None, here.index):
        return
    model.to(there)
    if optimizer is not None:
        optimizer.load_state_dict(optimizer.state_dict())  # which takes its tensors to where the parameters are


@contextlib.contextmanager
def threads_limited(threads: int = 1) -> Iterator[None]:
    """Let torch compute with at most so many threads, one if nothing is said; afterwards with as many as before.

    Why one, on a processor with more cores? Torch's threads wait for each other after every operation, and in a small
    network an operation lasts some millionths of a second. While another program holds one of the cores, all wait for
    the thread that has none: on two cores with other programs at work, two threads were 3 to 20 times slower than
    one; with nothing else to do they were at most 1.8 times faster. And sums that are split among threads are rounded
    differently: only with the same number of threads everywhere does a seed give the same numbers on a busy machine
    as on an idle one, and where a notebook is graded. A large network on a machine of your own may ask `fit` for more.

    The number is never raised above what it was.
    """
    before = torch.get_num_threads()
    if before <= threads:  # nor touched: where it is one already, torch may not have any threads yet
        yield
        return
    torch.set_num_threads(threads)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextlib.contextmanager
def own_randomness() -> Iterator[None]:
    """Put the random numbers of torch, NumPy and Python back to where they were, whatever is drawn in between."""
    before = torch.get_rng_state(), np.random.get_state(), random.getstate()
    on_gpu = torch.cuda.get_rng_state_all() if torch.cuda.is_initialized() else None
    try:
        with torch.backends.cudnn.flags(enabled=True, benchmark=False, deterministic=True):
            yield
    finally:
        torch.set_rng_state(before[0])
        np.random.set_state(before[1])
        random.setstate(before[2])
        if on_gpu is not None:
            torch.cuda.set_rng_state_all(on_gpu)


def seeded(seed: int, epoch: int) -> None:
    """Begin an epoch's random numbers of torch, NumPy and Python: they depend on the seed and the epoch alone.

    So nothing about them has to be kept in a checkpoint: epoch 3 draws the same after a break as without one.
    """
    start = int.from_bytes(hashlib.sha256(f"seed {seed} epoch {epoch}".encode()).digest()[:8])
    torch.manual_seed(start)
    np.random.seed(start % 2**32)
    random.seed(start)


@contextlib.contextmanager
def learning_rates_kept(optimizer: torch.optim.Optimizer) -> Iterator[None]:
    """Give the optimizer its learning rates back at the end."""
    before = [group["lr"] for group in optimizer.param_groups]
    try:
        yield
    finally:
        for group, rate in zip(optimizer.param_groups, before, strict=True):
            group["lr"] = rate


@contextlib.contextmanager
def stop_later() -> Iterator[None]:
    """Keep a press of the stop button, or Ctrl-C, until the end of the block."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread is ever interrupted
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt
