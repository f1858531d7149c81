from otter.test_files import test_case

OK_FORMAT = False

name = "q4_10"
points = None

import numpy as np

from course_utils.checking import answer, as_array
from course_utils.checking.mistakes import counting as slip
from course_utils.checking.mistakes import counting_networks as net_slip
from course_utils.checking.mistakes import counting_puzzle as puzzle
from course_utils.checking.mistakes import right_counts as counts
from course_utils.shapes import conv_parameters, fully_connected_instead, linear_parameters, local_parameters

EXACT = 1e-12  # a count is right or wrong, there is no nearly
LIBRARY = ["conv_parameters", "summary", "Conv2d", "numel", "right_counts"]
SHEET = [10_000, *[5_000] * 6, 50]


@test_case(name="q4_10: gigabytes", points=1, hidden=False)
def test_gigabytes(q4_10):
    answer(q4_10).equals(
        counts.gigabytes, counts.chain(SHEET, bias=False), tolerance=1e-4,
        looked_for={"en": "the memory in GB", "zh-Hant": "以 GB 計的記憶體"},
        mistakes=[net_slip.bytes_forgotten, net_slip.bits_for_bytes, net_slip.times_samples(60_000),
                  net_slip.copied_weights(227_550_000), net_slip.gib_for_gb],
    )
