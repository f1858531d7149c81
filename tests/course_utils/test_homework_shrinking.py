"""A list under which a picture shrinks to nothing: which errors name the layer, and what is said of the others."""

import pytest

from course_utils.checking.shrinking_lists import check_error_names_layer, too_small_at
from tests.course_utils.homework_networks import Stated, Written, Zeros, tag

LONG = [["pool", "pool", "pool", "pool", 16], ["pool"] * 5, [8, 8, "pool", "pool", "pool", 7, "pool"]]
CLEAR = {
    "place": lambda place, layer, side, layers: f"layer {place} ({layer!r}) gets maps of {side} x {side}",
    "from one": lambda place, layer, side, layers: f"layer {place + 1} of {layers} is too much",
    "a word": lambda place, layer, side, layers: (
        f"the {['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'][place]} layer"
    ),
    "chinese": lambda place, layer, side, layers: f"第{'一二三四五六七'[place]}層的圖片太小",
}
UNCLEAR = {
    "nothing": lambda *_: "",
    "too many": lambda *_: "too many layers",
    "the list": lambda place, layer, side, layers: f"{layers} shrinks to nothing",
    "the list as a text": lambda place, layer, side, layers: f"{', '.join(map(str, layers))}: picture gone",
    "torch's words": lambda *_: "Calculated padded input size per channel: (1 x 1). Kernel size: (3 x 3).",
    "pool": lambda *_: "a pool does not fit",
    "side": lambda place, layer, side, layers: f"maps of {side} x {side} are too small",
}


@pytest.mark.parametrize("clear", CLEAR)
@pytest.mark.parametrize("when", ["made", "called"])
def test_errors_that_name_the_layer_pass(clear, when):
    for layers in LONG:
        check_error_names_layer(Stated(CLEAR[clear], when=when), layers)


def test_what_stands_nowhere_else_names_the_layer():
    check_error_names_layer(Stated(lambda place, layer, side, layers: f"no room for {layer}"), LONG[0])


@pytest.mark.parametrize("unclear", UNCLEAR)
def test_errors_that_do_not_name_the_layer_are_refused(unclear):
    for layers in LONG:
        assert tag(check_error_names_layer, Stated(UNCLEAR[unclear]), layers) == "layer-not-named"


def test_other_ends_of_a_list_that_shrinks():
    assert tag(check_error_names_layer, Written, LONG[0]) == "torch-error-passed-on"
    assert tag(check_error_names_layer, Stated(CLEAR["place"], RuntimeError), LONG[0]) == "torch-error-passed-on"
    assert tag(check_error_names_layer, lambda layers: Written([4]), LONG[1]) == "shrinking-not-noticed"
    assert tag(check_error_names_layer, lambda layers: Zeros(), LONG[1]) == "shrinking-not-noticed"
    assert tag(check_error_names_layer, Stated(CLEAR["place"], NotImplementedError), LONG[0]) == "not answered yet"
    assert tag(check_error_names_layer, None, LONG[0]) == "not answered yet"


def test_too_small_at():
    assert [too_small_at(layers) for layers in LONG] == [4, 4, 6]
    with pytest.raises(ValueError, match=r"all layers of \[8\] fit; take a longer list"):
        too_small_at([8])
