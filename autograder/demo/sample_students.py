"""The students of a sample class: what each hands in, and which grade it must get.

Each notebook is the solution or the student notebook with a few cells changed.
"""

from dataclasses import dataclass, field

FLIPPED = """
from course_utils.checking.mistakes import convolution as mistakes

q2_2 = mistakes.kernel_flipped.value(conv2d, my_small_picture, my_small_kernel).tolist()
"""
FLIPPED_LOOP = """
def feature_map(picture, kernel):
    rows = picture.shape[0] - kernel.shape[0] + 1
    columns = picture.shape[1] - kernel.shape[1] + 1
    turned = kernel[::-1, ::-1]
    return np.array([
        [(picture[r : r + kernel.shape[0], c : c + kernel.shape[1]] * turned).sum() for c in range(columns)]
        for r in range(rows)
    ])
"""
NO_STRIDE = """
def conv2d_by_hand(picture, kernel, *, stride=1, padding=0):
    return feature_map(np.pad(picture, padding), kernel)
"""
NO_PADDING = """
def conv2d_by_hand(picture, kernel, *, stride=1, padding=0):
    return feature_map(picture, kernel)[::stride, ::stride]
"""
ENDLESS = """
def feature_map(picture, kernel):
    row = 0
    while row < picture.shape[0]:
        column = 0  # row never grows
    return picture
"""
IN_TORCH = """
import torch

def feature_map(picture, kernel):
    picture, kernel = torch.as_tensor(picture, dtype=torch.float64), torch.as_tensor(kernel, dtype=torch.float64)
    windows = picture.unfold(0, kernel.shape[0], 1).unfold(1, kernel.shape[1], 1)
    return (windows * kernel).sum(dim=(-2, -1))
"""
NOISE = """
import sys, warnings

warnings.warn("this is only a warning")
print("working ...\\n" * 100_000, file=sys.stderr)
"""
MEMORY = """
import numpy as np

much = np.ones((50_000, 1_000_000))
"""


@dataclass(frozen=True)
class SampleStudent:
    """One notebook of the class: the notebook it is made from, the changed answer cells, and the grade it must get."""

    about: str
    begins: str = "solution"
    answers: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)  # code that is put in front of an answer
    declares: str | None = None  # the id that the notebook declares, where it is not the id in the file name
    only: int | None = None  # only the first `only` questions are answered
    half_a_file: bool = False
    status: str = "GRADED"
    loses: tuple[str, ...] = ()  # questions that get no points
    partly: tuple[str, ...] = ()  # questions that may lose some points

    def score(self, points: dict[str, float]) -> tuple[float, float]:
        """Return the lowest and the highest score that is right, where the questions give `points`."""
        if self.half_a_file or self.begins == "student":
            return 0, 0
        answered = list(points)[: self.only]
        highest = sum(points[name] for name in answered if name not in self.loses)
        return highest - sum(points[name] for name in self.partly), highest


def sample_students(lesson: str, questions: list[str]) -> list[SampleStudent]:
    """Return the class for a lesson: its own, or the one that fits every lesson."""
    return CLASSES.get(lesson) or everywhere(questions)


def everywhere(questions: list[str]) -> list[SampleStudent]:
    """Return a class that fits every lesson. The wrong answers are to the last question, on which no other depends."""
    first, last = questions[0], questions[-1]
    return [
        SampleStudent("everything right"),
        SampleStudent("untouched", begins="student"),
        SampleStudent("half done", only=len(questions) // 2),
        SampleStudent("an exception in a cell", answers={last: "raise ValueError('lost')"}, loses=(last,)),
        SampleStudent("an endless loop", answers={last: "while True:\n    pass"}, status="TIMEOUT", loses=(last,)),
        SampleStudent("ends Python", answers={last: "import os\n\nos._exit(0)"}, status="CRASH", loses=(last,)),
        SampleStudent("wants more memory than there is", answers={last: MEMORY}, status="MEMORY", loses=(last,)),
        SampleStudent("half a file", half_a_file=True, status="INVALID"),
        SampleStudent("another id inside", declares="b1001"),
        SampleStudent("noisy", before={first: NOISE}),
    ]


CONVOLUTION = [
    SampleStudent("everything right"),
    SampleStudent("right, in NumPy and torch", answers={
        "q2_2": "q2_2 = conv2d(my_small_picture, my_small_kernel)", "q2_6": IN_TORCH,
        "q2_8": "import torch\n\nq2_8 = torch.tensor([50, 75])",
    }),
    SampleStudent("right, with tuples and a name in Chinese", answers={
        "q2_3": "# 王小明\nq2_3 = ((1, 1, 1, 2), (-1, 1, 1, 0), (0, 0, 1, 2), (0, 0, 2, 2))",
        "q2_4": "q2_4 = tuple(map(tuple, conv2d(picture, kernel, stride=2)))",
    }),
    SampleStudent("turns the kernel", answers={"q2_2": FLIPPED, "q2_6": FLIPPED_LOOP}, loses=("q2_2", "q2_6"),
          partly=("q2_7",)),
    SampleStudent("overlooks the stride", answers={
        "q2_4": "q2_4 = conv2d(picture, kernel).tolist()", "q2_7": NO_STRIDE,
    }, loses=("q2_4",), partly=("q2_7",)),
    SampleStudent("forgets the padding", answers={
        "q2_5": "q2_5 = conv2d(my_picture, my_kernel, stride=2).tolist()", "q2_7": NO_PADDING,
    }, loses=("q2_5",), partly=("q2_7",)),
    SampleStudent("copies from the slide, loses a minus sign", answers={
        "q2_1": "q2_1 = int(np.sum(np.multiply(my_pixels, np.abs(my_weights))))",
        "q2_3": "q2_3 = [[1, 1, 1, 2], [-1, 1, 1, 0], [0, 0, 1, 2], [0, 0, 1, 2]]",
    }, loses=("q2_1", "q2_3")),
    SampleStudent("half done", only=4),
    SampleStudent("untouched", begins="student"),
    SampleStudent("an exception in a cell", answers={"q2_4": "q2_4 = conv2d(pictur, kernel, stride=2).tolist()"},
          loses=("q2_4",)),
    SampleStudent("an endless loop", answers={"q2_6": ENDLESS}, status="TIMEOUT", loses=("q2_6",), partly=("q2_7",)),
    SampleStudent("ends Python", answers={"q2_5": "import os\n\nos._exit(0)"}, status="CRASH", loses=("q2_5",)),
    SampleStudent("wants more memory than there is", answers={"q2_8": MEMORY}, status="MEMORY", loses=("q2_8",)),
    SampleStudent("half a file", half_a_file=True, status="INVALID"),
    SampleStudent("another id inside", declares="b1001"),
    SampleStudent("noisy, turns the kernel", answers={"q2_2": FLIPPED}, before={"q2_1": NOISE}, loses=("q2_2",)),
]  # fmt: skip
CLASSES = {"02_convolution_by_hand": CONVOLUTION}
