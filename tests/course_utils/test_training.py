"""fit, evaluate and predict: against the same steps by hand, by seed, stopped, and what is put back afterwards."""

import random
import signal

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.training import History, evaluate, fit, predict
from course_utils.training.contexts import seeded, threads_limited
from course_utils.training.loop import train_one_epoch
from tests.course_utils.training_cases import TRAIN, VALIDATION, adam, network, noisy


def trained(seed: int = 0, **settings) -> tuple[nn.Module, History]:
    model = network()
    settings = {"epochs": 4, "transform": noisy, "optimizer": adam(model), "seed": seed} | settings
    return model, fit(model, TRAIN, VALIDATION, **settings)


def numbers(history: History) -> list[list[float]]:
    return [history.train_loss, history.train_accuracy, history.validation_loss, history.validation_accuracy]


def test_train_one_epoch_equals_the_steps_by_hand():
    model, other = nn.Sequential(nn.Flatten(), nn.Linear(36, 3)), nn.Sequential(nn.Flatten(), nn.Linear(36, 3))
    other.load_state_dict(model.state_dict())
    torch.manual_seed(3)
    loss, accuracy = train_one_epoch(model, TRAIN.images, TRAIN.labels,
                                     torch.optim.SGD(model.parameters(), lr=0.1))  # fmt: skip
    torch.manual_seed(3)
    order, losses, right = torch.randperm(150), [], 0
    weight, bias = other[1].weight.detach().clone(), other[1].bias.detach().clone()
    for start in (0, 64, 128):
        batch = order[start : start + 64]
        x, targets = TRAIN.images[batch].flatten(1) / 255, TRAIN.labels[batch]
        shares = (x @ weight.T + bias).softmax(1)
        losses += (-shares[range(len(batch)), targets].log()).tolist()
        right += int((shares.argmax(1) == targets).sum())
        slope = (shares - nn.functional.one_hot(targets, 3)) / len(batch)  # of the loss, for each logit
        weight, bias = weight - 0.1 * slope.T @ x, bias - 0.1 * slope.sum(0)
    torch.testing.assert_close(model[1].weight.detach(), weight)
    torch.testing.assert_close(model[1].bias.detach(), bias)
    assert loss == pytest.approx(np.mean(losses), rel=1e-5) and accuracy == right / 150


def test_fit_learns_and_keeps_the_best_epoch():
    model, history = trained(epochs=8)
    best = history.best_epoch - 1
    assert len(history) == 8 == len(history.seconds) and not history.stopped
    assert history.validation_accuracy[best] == max(history.validation_accuracy) > 0.7
    assert history.train_loss[-1] < history.train_loss[0] / 2
    assert evaluate(model, VALIDATION) == (history.validation_loss[best], history.validation_accuracy[best])
    assert not model.training


def test_fit_gives_back_the_best_weights_when_later_epochs_are_worse():
    """The optimizer goes wrong after the second epoch; the model holds the weights from before."""

    class Wild(torch.optim.SGD):
        steps = 0

        def step(self, closure=None):
            super().step(closure)
            self.steps += 1
            if self.steps == 2 * 3 + 1:
                for group in self.param_groups:
                    for parameter in group["params"]:
                        parameter.data.neg_()

    model = network()
    history = fit(model, TRAIN, VALIDATION, epochs=3, optimizer=Wild(model.parameters(), lr=0.1), seed=0)
    assert history.best_epoch == 2 and history.validation_loss[2] > history.validation_loss[1]
    assert evaluate(model, VALIDATION)[0] == history.validation_loss[1]


def test_best_epoch_is_that_of_the_lower_loss_where_accuracies_are_equal():
    history = History()
    for loss, accuracy in [(0.5, 0.9), (0.4, 0.9), (0.6, 0.9), (0.1, 0.8), (0.4, 0.9)]:
        history.add(1, 0, loss, accuracy, seconds=0)
    assert history.best_epoch == 2


def test_a_seed_gives_the_same_numbers_with_other_random_use_in_between():
    first, second = trained(), None
    torch.rand(7), np.random.rand(3), random.random()
    second = trained()
    assert numbers(first[1]) == numbers(second[1])
    for name, tensor in first[0].state_dict().items():
        assert torch.equal(tensor, second[0].state_dict()[name])
    assert numbers(trained(seed=1)[1]) != numbers(first[1])


def test_order_changes_from_epoch_to_epoch():
    orders = []
    for epoch in (1, 2, 1):
        seeded(0, epoch)
        orders.append((torch.randperm(50).tolist(), np.random.rand(), random.random()))
    assert orders[0] == orders[2] and all(a != b for a, b in zip(orders[0], orders[1], strict=True))


def test_fit_puts_random_numbers_and_threads_back():
    torch.manual_seed(5), np.random.seed(5), random.seed(5)
    expected = torch.rand(3).tolist(), np.random.rand(3).tolist(), [random.random() for _ in range(3)]
    model, optimizer = (model := network()), adam(model)
    torch.manual_seed(5), np.random.seed(5), random.seed(5)
    threads = torch.get_num_threads()
    fit(model, TRAIN, VALIDATION, epochs=2, optimizer=optimizer, transform=noisy, seed=0)
    assert (torch.rand(3).tolist(), np.random.rand(3).tolist(), [random.random() for _ in range(3)]) == expected
    assert torch.get_num_threads() == threads


def test_threads_are_limited_inside_and_never_raised():
    before, seen = torch.get_num_threads(), []
    torch.set_num_threads(2)
    try:
        trained(epochs=1, transform=lambda images: seen.append(torch.get_num_threads()) or images)
        trained(epochs=1, threads=2, transform=lambda images: seen.append(torch.get_num_threads()) or images)
        assert (seen[0], seen[-1], torch.get_num_threads()) == (1, 2, 2)
        torch.set_num_threads(1)
        with threads_limited(8):
            assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)


@pytest.mark.slow
def test_fit_starts_no_thread(capfd):
    """Where a notebook is graded, each cell runs in a fork, which is whole only with one thread."""
    import subprocess
    import sys

    program = (
        "import torch; from pathlib import Path; torch.set_num_threads(1)\n"
        "from tests.course_utils.test_training import trained; trained(epochs=1)\n"
        "assert len(list(Path('/proc/self/task').iterdir())) == 1\n"
    )
    if not sys.platform.startswith("linux"):
        pytest.skip("threads are counted in /proc, which only Linux has")
    environment = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PATH": "/usr/bin"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("epoch", [1, 3])
def test_stop_keeps_history_and_best_weights(epoch, capsys):
    """The stop button in the middle of an epoch, as the kernel delivers it."""
    batches = []

    def pressing(images):
        batches.append(1)
        if len(batches) == 1 + 3 * (epoch - 1) + 2:  # one for the trial, three in each epoch
            signal.raise_signal(signal.SIGINT)
        return images

    model, history = trained(epochs=5, transform=pressing)
    assert history.stopped and len(history) == epoch - 1
    said = capsys.readouterr().out
    if epoch == 1:
        assert history.best_epoch is None
        assert "Stopped in epoch 1 of 5: no epoch had ended: there is no history" in said
    else:
        assert evaluate(model, VALIDATION)[1] == max(history.validation_accuracy)
        assert f"Stopped in epoch 3 of 5: the history of 2 epochs is kept, and the model holds the weights of " \
               f"epoch {history.best_epoch}, the best: validation accuracy" in said  # fmt: skip
        assert "stopped before the last epoch" in repr(history)


def test_learning_rate_of_each_epoch_is_used_and_put_back():
    seen, model = [], network()

    class Watched(torch.optim.SGD):
        def step(self, closure=None):
            seen.append(self.param_groups[0]["lr"])
            super().step(closure)

    optimizer = Watched(model.parameters(), lr=0.5)
    fit(model, TRAIN, VALIDATION, epochs=3, optimizer=optimizer, seed=0, learning_rate=lambda epoch: 0.1 / epoch)
    assert seen == [0.1] * 3 + [0.05] * 3 + [0.1 / 3] * 3
    assert optimizer.param_groups[0]["lr"] == 0.5


def test_stop_while_an_epoch_is_written_down_waits_until_that_is_done(monkeypatch):
    add = History.add

    def interrupted(self, *args, **settings):
        signal.raise_signal(signal.SIGINT)
        return add(self, *args, **settings)

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(History, "add", interrupted)
    model, history = trained(epochs=3)
    assert history.stopped and len(history) == 1 == history.best_epoch
    assert evaluate(model, VALIDATION)[0] == history.validation_loss[0]
    assert signal.getsignal(signal.SIGINT) is before


def test_evaluate_and_predict_by_hand_and_leave_the_model_as_it_was():
    model = network().train()
    model[5].eval()  # one layer that is not in training
    modes, buffers = [layer.training for layer in model.modules()], model[1].running_mean.clone()
    logits = predict(model, VALIDATION.images)
    loss, accuracy = evaluate(model, VALIDATION)
    assert [layer.training for layer in model.modules()] == modes and torch.equal(model[1].running_mean, buffers)
    shares = logits.softmax(1)[range(60), VALIDATION.labels]
    assert loss == pytest.approx(-shares.log().mean().item(), rel=1e-5)
    assert accuracy == pytest.approx(sum((logits.argmax(1) == VALIDATION.labels).tolist()) / 60)
    torch.testing.assert_close(logits, predict(model, VALIDATION.images.float() / 255))
    assert not logits.requires_grad


def test_history_of_many_epochs_leaves_out_the_middle():
    history = History()
    for epoch in range(1, 101):
        history.add(1 / epoch, 0.5, 1.0, 0.9 if epoch == 50 else 0.5, seconds=0.1)
    lines = repr(history).splitlines()
    assert len(lines) == 1 + 12 + 3 + 12 and lines[14].split()[0] == "50" and lines[14].endswith("best")
    assert "50" in history._repr_html_() and "course-history" in history._repr_html_()
