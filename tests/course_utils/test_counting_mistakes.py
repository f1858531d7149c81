"""The known mistakes of counting give the wrong numbers of the lectures' own layers, each worked out beforehand."""

import pytest
from otter.test_files import test_case as otter_test

from course_utils.checking import personal, verdicts
from course_utils.checking.mistakes import counting as slip
from course_utils.checking.mistakes import counting_networks as net
from course_utils.checking.mistakes import counting_puzzle as puzzle
from course_utils.checking.mistakes import right_counts as counts
from course_utils.checking.probes import same
from tests.bundles import bundle_of

GREY = ((1, 6, 6), (1, 4, 4), 3)
RGB = ((3, 128, 128), (16, 126, 126), 3)
LARGE = ((3, 55, 55), (96, 55, 55), 11)
SEVEN_TO_THREE = ((1, 1, 7), (1, 1, 3), (1, 3))
C1, S2 = ((1, 32, 32), (6, 28, 28), 5), ((6, 28, 28), (6, 14, 14), 2)
C3 = [(6, 3), (9, 4), (1, 6)]
SHEET = [10_000, *[5_000] * 6, 50]
NO_BIAS = {"bias": False}

QUESTIONS = {  # operation, inputs, options, right answer, [(mistake, what it gives), ...]
    "fc-gray": (counts.fully_connected, GREY, NO_BIAS, 576, [
        (slip.bias_counted, 592), (slip.added_not_multiplied, 52), (slip.conv_for_fc, 9)]),
    "conv-gray": (counts.convolution, GREY, NO_BIAS, 9, [
        (slip.sharing_forgotten, 144), (slip.bias_counted, 10), (slip.fc_for_conv, 576)]),
    "conv-rgb16": (counts.convolution, RGB, NO_BIAS, 432, [
        (slip.bias_counted, 448), (slip.depth_forgotten, 144), (slip.one_filter_only, 27),
        (slip.sharing_forgotten, 6_858_432), (slip.neuron_for_each_filter, 786_432),
        (slip.fc_for_conv, 12_485_394_432)]),
    "760": (counts.convolution, ((3, 32, 32), (10, 32, 32), 5), {}, 760, [
        (slip.bias_forgotten, 750), (slip.bias_twice, 761), (slip.bias_one_per_layer, 751),
        (slip.depth_forgotten, 260), (slip.one_filter_only, 76), (slip.sharing_forgotten, 778_240),
        (slip.bias_per_pixel, 10_990)]),
    "55-shared": (counts.convolution, LARGE, {}, 34_944, [
        (slip.bias_forgotten, 34_848), (slip.bias_twice, 34_945), (slip.bias_one_per_layer, 34_849),
        (slip.depth_forgotten, 11_712), (slip.one_filter_only, 364), (slip.sharing_forgotten, 105_705_600),
        (slip.bias_per_pixel, 325_248), (slip.fc_for_conv, 2_635_670_400)]),
    "55-fc": (counts.fully_connected, LARGE, {}, 2_635_670_400, [
        (slip.bias_forgotten, 2_635_380_000), (slip.bias_one_per_layer, 2_635_380_001),
        (slip.output_positions_forgotten, 871_296), (slip.local_for_fc, 105_705_600), (slip.conv_for_fc, 34_944)]),
    "7-3": (counts.three_ways, SEVEN_TO_THREE, NO_BIAS, [21, 9, 3], [
        (slip.three_unshared, [21, 9, 9]), (slip.bias_counted, [24, 12, 4]), (slip.taps_forgotten, [21, 9, 1]),
        (slip.three_added, [10, 6, 4])]),
    "dnn": (counts.chain, (SHEET,), NO_BIAS, 175_250_000, [
        (net.copied_number(227_550_000), 227_550_000), (net.every_layer_a_matrix, 225_250_000),
        (net.layers_miscounted, 200_250_000), (slip.bias_counted, 175_280_050),
        (net.times_samples(60_000), 10_515_000_000_000)]),
    "dnn-memory": (counts.gigabytes, (175_250_000,), {}, 0.701, [
        (net.bytes_forgotten, 0.17525), (net.bits_for_bytes, 5.608), (net.times_samples(60_000), 42_060),
        (net.copied_weights(227_550_000), 0.9102), (net.gib_for_gb, 0.652_857)]),
    "27-49": (counts.stack, ((64,), (64,), 3), {"layers": 3, "bias": False}, 110_592, [
        (net.standard_conv, 200_704), (net.one_layer_only, 36_864), (slip.depth_forgotten, 1_728),
        (slip.bias_counted, 110_784)]),
    "lenet-c1": (counts.convolution, C1, {}, 156, [
        (slip.bias_forgotten, 150), (slip.bias_twice, 157), (slip.bias_one_per_layer, 151), (slip.one_filter_only, 26),
        (slip.sharing_forgotten, 122_304), (slip.bias_per_pixel, 4_854)]),
    "lenet-c1-conn": (counts.connections, C1, {}, 122_304, [
        (slip.bias_forgotten, 117_600), (slip.params_for_connections, 156), (slip.wrong_map_size, 159_744),
        (slip.one_filter_only, 20_384)]),
    "lenet-s2": (counts.subsampling, S2, {}, 12, [
        (net.lenet_pool_confusion, 0), (net.weight_for_each_cell_without_bias, 24), (net.weight_for_each_cell, 30),
        (slip.one_filter_only, 2), (slip.bias_forgotten, 6)]),
    "lenet-c3": (counts.by_table, (C3, 5), {}, 1_516, [
        (net.full_connection_c3, 2_416), (net.depth_forgotten_in_table, 416), (slip.bias_forgotten, 1_500),
        (slip.bias_one_per_layer, 1_501)]),
    "lenet-total": (counts.lenet, (C3,), {}, 60_000, [
        (net.modern_lenet, 61_706), (net.output_layer_counted, 60_840), (net.pooling_left_out, 59_956),
        (net.full_connection_c3, 60_900)]),
    "a list": (counts.network, ([4, "pool", 8],), {"in_channels": 3, "bias": True}, 112 + 296, [
        (net.channels_not_passed_on, 112 + 224), (net.depth_forgotten_in_list, 40 + 80), (net.last_layer_only, 296),
        (slip.bias_forgotten, 108 + 288)]),
}  # fmt: skip
CASES = [
    (operation, inputs, options, known, wrong)
    for operation, inputs, options, _, slips in QUESTIONS.values()
    for known, wrong in slips
]


@pytest.mark.parametrize(("operation", "inputs", "options", "known", "wrong"), CASES)
def test_counting_mistakes_give_the_known_wrong_numbers(operation, inputs, options, known, wrong):
    assert known.value(operation, *inputs, **options) == pytest.approx(wrong, rel=1e-5 if wrong == 0.652_857 else 1e-12)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_right_counts_of_the_same_layers(name):
    operation, inputs, options, right, _ = QUESTIONS[name]
    assert operation(*inputs, **options) == right


def test_bias_mistakes_lead_nowhere_where_the_question_has_no_bias():
    for known in (slip.bias_forgotten, slip.bias_twice, slip.bias_one_per_layer, slip.bias_per_pixel):
        assert known.value(counts.convolution, *GREY, bias=False) is None
    assert slip.bias_counted.value(counts.convolution, *GREY) is None


@pytest.fixture
def hundred_students():
    before = personal.student()
    yield (personal.set_student(f"b{number:04}") for number in range(100))
    personal.set_student(before)


def test_seven_counts_are_shuffled_for_each_student_and_can_be_told_apart(hundred_students):
    orders = set()
    for number, _ in enumerate(hundred_students):
        side = 10 + number % 11
        layer = ((3 + number % 6, side, side), (9 + number % 8, side, side), 3)
        shown = puzzle.wrong_counts("q4_6 order", *layer)
        behind = puzzle.mistakes_behind(shown, *layer)
        assert len({*shown, counts.convolution(*layer)}) == 8 and sorted(behind) == [1, 2, 3, 4, 5, 6, 7]
        assert puzzle.listed_the_other_way.value(puzzle.mistakes_behind, shown, *layer) != behind
        orders.add(tuple(behind))
    assert len(orders) > 90


def test_own_numbers_tell_every_mistake_of_the_lesson_apart(hundred_students, monkeypatch):
    alike, asked = [], []

    def compare(self, operation, *inputs, mistakes=(), tolerance=1e-5, looked_for=None, **options):
        values = [("right", operation(*inputs, **options))]
        values += [(known.tag, known.value(operation, *inputs, **options)) for known in mistakes]
        values = [(tag, value) for tag, value in values if value is not None]
        pairs = [(a, b) for i, a in enumerate(values) for b in values[:i] if a[0] != b[0]]
        alike.extend((personal.student(), a, b) for a, b in pairs if same(a[1], b[1], tolerance))
        asked.append(len(pairs))

    monkeypatch.setattr(verdicts.Answer, "equals", compare)
    files = [bundle_of("04_counting_parameters") / "tests" / f"q4_{n}.py" for n in (1, 2, 3, 4, 6, 11)]
    programs = [compile(file.read_text(encoding="utf-8"), file.name, "exec") for file in files]
    for _ in hundred_students:
        for program in programs:
            names: dict = {}
            exec(program, names)
            for test in [thing for thing in names.values() if isinstance(thing, otter_test)]:
                test.test_func([1, 2])
    assert alike == [] and len(asked) == 100 * len(programs) and min(asked) > 0
