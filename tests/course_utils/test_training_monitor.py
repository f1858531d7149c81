"""A monitor of `fit`: what it is told, how it ends a training, and where it stays out of the way."""

import sys
from types import SimpleNamespace

import pytest
import torch

from course_utils.training import evaluate, fit
from course_utils.training import progress as module
from course_utils.widgets import TrainingMonitor
from tests.course_utils.training_cases import TRAIN, VALIDATION, adam, network


class Watch(TrainingMonitor):
    """Presses stop when so many epochs are done, and notes what it is told."""

    def __init__(self, stop_after: int | None = None):
        super().__init__()
        self.told, self.stop_after, self.sent = [], stop_after, []

    def begin(self):
        super().begin()
        self.told.append(("begin", self.said))

    def after_epoch(self, history, epochs):
        super().after_epoch(history, epochs)
        self.told.append((len(history), self.said))
        if len(history) == self.stop_after:
            self._handle_custom_msg({"stop": True}, [])

    def send(self, content, buffers=None):
        self.sent.append(content)


def train(monitor, *, epochs=4, **settings):
    torch.manual_seed(1)
    model = network()
    return model, fit(
        model, TRAIN, VALIDATION, epochs=epochs, optimizer=adam(model), seed=0, monitor=monitor, **settings
    )


@pytest.fixture
def notebook(monkeypatch) -> list:
    """What a notebook was given to display, in order."""
    shown = []

    def display(thing, **options):
        shown.append(thing)
        return SimpleNamespace(update=lambda *parts, **more: None)

    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=1))
    monkeypatch.setattr("IPython.display.display", display)
    monkeypatch.setattr(module._Notebook, "pause", 0)
    return shown


def test_monitor_stands_below_the_curves_and_follows_each_epoch(notebook):
    monitor = Watch()
    _, history = train(monitor)
    assert len(notebook) == 2 and "text/html" in notebook[0] and notebook[1] is monitor
    assert [when for when, _ in monitor.told] == ["begin", 1, 2, 3, 4]
    best = f"epoch {history.best_epoch}, validation accuracy {100 * max(history.validation_accuracy):.1f} %."
    assert monitor.told[-1][1].startswith("Epoch 4 of 4 is done.") and monitor.told[-1][1].endswith(best)
    assert monitor.state == "over" and monitor.said.startswith("Trained 4 epochs in ")


def test_a_message_stops_training_and_keeps_history_and_best_weights(notebook):
    monitor = Watch(stop_after=2)
    model, history = train(monitor, epochs=50)
    assert len(history) == 2 and history.stopped and not model.training
    assert monitor.sent == [{"heard": True}]
    assert monitor.state == "over" and monitor.said.startswith("Stopped in epoch 3 of 50: the history of 2 epochs is")
    assert evaluate(model, VALIDATION)[1] == max(history.validation_accuracy)


def test_the_same_weights_come_out_with_a_monitor_and_without(notebook):
    (one, history), (two, other) = train(Watch()), train(None)
    assert history.validation_loss == other.validation_loss
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), two.parameters(), strict=True))


def test_a_press_between_trainings_stops_none(notebook):
    monitor = Watch()
    train(monitor, epochs=1)
    monitor.stop()
    assert not monitor.stop_asked()
    monitor.stop_after = 1
    assert train(monitor)[1].stopped
    monitor.stop_after = None
    assert len(train(monitor)[1]) == 4  # an old press is forgotten


def test_other_messages_do_nothing(notebook):
    monitor = Watch()
    monitor.begin()
    monitor._handle_custom_msg({"stop": False}, [])
    assert not monitor.stop_asked() and monitor.sent == []


def test_monitor_is_over_after_an_error(notebook):
    monitor = Watch()

    def spoil(images):
        if len(monitor.told) > 2:
            raise RuntimeError("no more")
        return images

    with pytest.raises(RuntimeError, match="no more"):
        train(monitor, transform=spoil)
    assert monitor.state == "over" and monitor.said == "Ended by an error in epoch 3"


def test_an_error_before_the_first_step_is_told(notebook):
    monitor = Watch()

    def spoil(images):
        raise RuntimeError("no picture")

    with pytest.raises(RuntimeError, match="no picture"):
        train(monitor, transform=spoil)
    assert monitor.state == "over" and monitor.said == "Ended by an error before the first step"


def test_a_script_can_stop_a_training_too():
    _, history = train(Watch(stop_after=1))
    assert len(history) == 1 and history.stopped


def test_checkpoint_that_is_complete_shows_no_button(notebook, tmp_path):
    train(None, checkpoint=tmp_path / "kept")
    notebook.clear()
    monitor = Watch()
    train(monitor, checkpoint=tmp_path / "kept")
    assert [type(thing) for thing in notebook] == [dict] and monitor.state == "over"


def test_log_and_grading_show_no_button(capsys, monkeypatch):
    monitor = Watch()
    train(monitor)
    assert "Epoch 4 of 4: training loss" in capsys.readouterr().out
    monkeypatch.setitem(sys.modules, "otter", SimpleNamespace(Notebook=SimpleNamespace(_grading_mode=True)))
    assert len(train(monitor)[1]) == 4
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("wrong", [True, TrainingMonitor, "yes", print])
def test_what_is_no_monitor_is_refused(wrong):
    with pytest.raises(TypeError, match=r"fit: monitor must be None or a monitor, such as .*TrainingMonitor\(\), got "):
        train(wrong)


def test_widget_leaves_an_empty_output_behind():
    data, metadata = TrainingMonitor().fallback_bundle()
    assert "data-still" in data["text/html"] and "<img" not in data["text/html"] and metadata == {}
