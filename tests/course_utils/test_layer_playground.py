"""The Python side of the layer-list playground: its settings, its summary, and the picture it leaves behind."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import traitlets

from course_utils.figures.volumes import volumes
from course_utils.shapes import summary
from course_utils.widgets import LayerPlayground


def test_summary_is_that_of_the_list_with_its_linear_layer():
    playground = LayerPlayground([8, 16, "pool"], shape=(1, 20, 30), kernel_size=5, padding=2, classes=7)
    expected = summary([8, 16, "pool"], (1, 20, 30), kernel_size=5, padding=2, linear=[7])
    assert playground.summary == expected


def test_the_list_of_the_homework_is_there_without_settings():
    assert (LayerPlayground().layers, LayerPlayground().summary.parameters) == ([8, 16, 32, "pool"], 29_077)


@pytest.mark.parametrize("kind", [list, tuple, lambda items: (item for item in items)])
def test_layers_may_be_any_sequence(kind):
    assert LayerPlayground(kind([4, "pool"])).layers == [4, "pool"]
    assert LayerPlayground(np.array([4, 6])).layers == [4, 6]
    assert LayerPlayground([]).layers == []


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"layers": "pool"}, r'LayerPlayground: layers must be a list such as .*, got \'pool\'; put its items in'),
        ({"layers": 8}, r"layers must be a list .* got 8"),
        ({"layers": [8, "conv"]}, r'layers\[1\] must be a number of filters from 1 to 999 or "pool", got \'conv\''),
        ({"layers": [0]}, r"layers\[0\] .* got 0; correct it"),
        ({"layers": ["pool", 1000]}, r"layers\[1\] .* got 1000"),
        ({"layers": [8.5]}, r"got 8\.5"),
        ({"layers": [True]}, r"got True"),
        ({"layers": [None]}, r"got None"),
        ({"layers": [1] * 13}, r"layers must be at most 12, got 13; leave some out"),
        ({"shape": (30, 30)}, r"shape must be \(C, H, W\), .* got \(30, 30\); write the channels first"),
        ({"shape": (3, 0, 30)}, r"shape .* got \(3, 0, 30\)"),
        ({"shape": (3, 30, 513)}, r"at most \(999, 512, 512\), got \(3, 30, 513\)"),
        ({"shape": 30}, r"shape .* got 30"),
        ({"shape": (3, 30.5, 30)}, r"shape .* got \(3, 30\.5, 30\)"),
        ({"kernel_size": 0}, "kernel_size.*LayerPlayground"),
        ({"kernel_size": 16}, "kernel_size.*LayerPlayground"),
        ({"padding": -1}, "padding.*LayerPlayground"),
        ({"classes": 0}, "classes.*LayerPlayground"),
    ],
)  # fmt: skip
def test_a_bad_setting_is_refused(settings, text):
    with pytest.raises(traitlets.TraitError, match=text):
        LayerPlayground(**settings)
    playground = LayerPlayground()
    before = playground.get_state()
    ((name, value),) = settings.items()
    with pytest.raises(traitlets.TraitError, match=text):
        setattr(playground, name, value)
    assert playground.get_state() == before


def test_a_list_that_is_too_long_is_kept_and_its_summary_names_the_layer():
    playground = LayerPlayground(["pool", "pool", "pool", 8, 8])
    with pytest.raises(ValueError, match=r"summary: layer 4 \(8\) gets maps of 1 × 1"):
        playground.summary  # noqa: B018


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_picture_tells_shapes_and_parameters():
    figure = LayerPlayground([2, "pool"], shape=(1, 8, 8)).draw_fallback()
    assert figure.alt_text == (
        "The layers [2, 'pool'] on a picture of 1 × 8 × 8. conv1 puts out 2 × 6 × 6, 20 parameters. "
        "pool1 puts out 2 × 3 × 3, 0 parameters. linear1 puts out 5, 95 parameters."
    )
    assert {"20", "95", "parameters", "2 × 3 × 3"} <= set(texts(figure.axes[0]))
    plt.close(figure)


def test_picture_without_counts_tells_shapes_only():
    figure = LayerPlayground([2, "pool"], shape=(1, 8, 8), counts=False).draw_fallback()
    assert "parameters" not in figure.alt_text
    assert not {"20", "95", "parameters"} & set(texts(figure.axes[0]))
    plt.close(figure)


def test_picture_marks_the_layer_that_has_no_room():
    figure = LayerPlayground(["pool", "pool", 4, 6], shape=(3, 12, 30)).draw_fallback()  # 6, 3, 1 rows
    assert figure.alt_text.endswith("layers[3], 6, has no room: the maps are too small for its window.")
    ax = figure.axes[0]
    assert texts(ax).count("✕\nno room") == 1
    assert sum("×" in text for text in texts(ax)) == 4  # the picture and three layers
    plt.close(figure)


def test_largest_settings_can_be_drawn():
    for layers in ([], [999] * 12, ["pool"] * 12):
        plt.close(volumes(layers, (999, 512, 512), kernel_size=15, padding=15, classes=999).figure)


def test_a_bad_list_is_named_by_the_figure():
    with pytest.raises(ValueError, match="layer 0 must be a number of filters"):
        volumes(["conv"], (3, 9, 9))
