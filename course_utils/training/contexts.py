"""What `fit` changes for its own duration and then restores: device, threads, random numbers, the stop button."""

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
    """Return the chosen device; None means a CUDA GPU if there is one, and the CPU if there is none.

    Raises ValueError if this machine has no such device.

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
    """Move the model and the optimizer's state to a device; at the end, move them back."""
    chosen = chosen_device(device)
    homes = {tensor.device for tensor in [*model.parameters(), *model.buffers()]} or {chosen}
    if len(homes) > 1:
        names = " and ".join(sorted(str(home) for home in homes))
        raise ValueError(f"the model's weights are on {names}; move them to one device with model.to({str(chosen)!r})")
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
        optimizer.load_state_dict(optimizer.state_dict())  # moves its tensors to the device of the parameters


@contextlib.contextmanager
def threads_limited(threads: int = 1) -> Iterator[None]:
    """Let torch compute with at most `threads` threads; at the end, restore the previous number.

    Why is one thread the default, on a CPU with more cores? Torch's threads wait for each other after every operation,
    and in a small network an operation takes some millionths of a second. While another program uses one of the cores,
    all threads wait for the thread that has no core. On two cores with other programs running, two threads were 3 to 20
    times slower than one; on an idle machine they were at most 1.8 times faster.

    Moreover, sums that are split among threads are rounded differently. A seed gives the same numbers on a busy
    machine, on an idle machine and in grading only if the number of threads is the same. For a large network on your
    own machine, you can pass a larger number to `fit`.

    The number is never raised above the previous one.
    """
    before = torch.get_num_threads()
    if before <= threads:  # no call: if it is one already, torch may not have started any threads yet
        yield
        return
    torch.set_num_threads(threads)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextlib.contextmanager
def own_randomness() -> Iterator[None]:
    """Restore the random states of torch, NumPy and Python at the end, whatever is drawn in between."""
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
    """Seed torch, NumPy and Python for an epoch; the seeds depend only on `seed` and `epoch`.

    So a checkpoint need not store random states: epoch 3 draws the same numbers with and without an interruption.
    """
    start = int.from_bytes(hashlib.sha256(f"seed {seed} epoch {epoch}".encode()).digest()[:8])
    torch.manual_seed(start)
    np.random.seed(start % 2**32)
    random.seed(start)


@contextlib.contextmanager
def learning_rates_kept(optimizer: torch.optim.Optimizer) -> Iterator[None]:
    """Restore the optimizer's learning rates at the end."""
    before = [group["lr"] for group in optimizer.param_groups]
    try:
        yield
    finally:
        for group, rate in zip(optimizer.param_groups, before, strict=True):
            group["lr"] = rate


@contextlib.contextmanager
def stop_later() -> Iterator[None]:
    """Delay the effect of the stop button, or of Ctrl-C, until the end of the block."""
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
