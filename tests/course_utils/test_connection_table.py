"""Layers as nodes and lines: as many lines as connections, and lines that share a weight look alike."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex

from course_utils.figures.connection_table import connection_table


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def looks(ax) -> set[tuple[str, str]]:
    return {(to_hex(line.get_color()), str(line._dash_pattern)) for line in ax.lines}


def test_lines_are_connections_and_looks_are_weights():
    full, local, shared = connection_table(7, 3, stride=2)
    assert [len(ax.lines) for ax in (full, local, shared)] == [21, 9, 9]
    assert [len(looks(ax)) for ax in (full, local, shared)] == [1, 1, 3]


def test_shared_weights_differ_in_colour_and_in_dashes():
    (ax,) = connection_table(9, 5, kinds=["shared"])
    assert len({colour for colour, _ in looks(ax)}) == len({dashes for _, dashes in looks(ax)}) == 5


def test_each_node_is_joined_to_its_own_window():
    (ax,) = connection_table(8, 4, stride=2, kinds=["locally connected"])
    assert [round(line.get_xdata()[0]) for line in ax.lines] == [0, 1, 2, 3, 2, 3, 4, 5, 4, 5, 6, 7]


def test_alt_text_says_what_is_joined_and_the_sheet_fits():
    figure = connection_table(4, 4)[0].figure
    assert figure.alt_text.startswith(
        "A layer of 4 inputs, 1 node. fully connected: each node is joined to every input"
    )
    assert figure.get_figwidth() <= 9


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"inputs": 9, "window": 6}, "window must be from 1 to 5, got 6"),
        ({"inputs": 9, "window": 3, "kinds": ["dense"]}, r"kinds must be some of fully .*, got \['dense'\]"),
        ({"inputs": 2, "window": 3}, "does not fit into 2 pixels"),
    ],
)
def test_errors_say_what_was_got(arguments, text):
    with pytest.raises(ValueError, match=text):
        connection_table(**arguments)
