"""Planted answers for lesson 06: colours, lists and augmentation; networks and reports stand beside this file."""

# ruff: noqa: E501  (an answer is on one line)

from tests.notebooks.planted import right, wrong
from tests.notebooks.planted.homework_networks import NETWORKS
from tests.notebooks.planted.homework_reports import NORMAL, REPORTS

PATCH = "patch = np.array(my_patch)\n"
NORMALISE = "def normalise(images):\n    return {}"
GREY = "def my_grey_world(images):\n    means = images.mean({axes}, keepdim=True)\n    return {result}"
GREY_RIGHT = {"axes": "(2, 3)", "result": "images * (means.mean(1, keepdim=True) / means)"}


def grey(**changed: str) -> str:
    """Return the code of grey-world, with some part of it changed."""
    return GREY.format(**(GREY_RIGHT | changed))


NUMBERS = [
    right("q6_5", "an array", PATCH + "q6_5 = (patch - patch.mean()) / patch.std()"),
    right("q6_5", "rounded", PATCH + "q6_5 = ((patch - patch.mean()) / patch.std()).round(4).tolist()"),
    wrong("q6_5", "n - 1", PATCH + "q6_5 = (patch - patch.mean()) / patch.std(ddof=1)", "sample-vs-population-std"),
    wrong("q6_5", "not divided", PATCH + "q6_5 = patch - patch.mean()", "std-forgotten"),
    wrong("q6_5", "mean stays", PATCH + "q6_5 = patch / patch.std()", "mean-forgotten"),
    wrong("q6_5", "the variance", PATCH + "q6_5 = (patch - patch.mean()) / patch.var()", "variance-for-std"),
    wrong("q6_5", "as it was", "q6_5 = my_patch", "normalise-forgotten"),
    wrong("q6_5", "a row", PATCH + "q6_5 = ((patch - patch.mean()) / patch.std()).ravel()"),
    right("q6_6", "doubled", NORMALISE.format("2 * images - 1")),
    right("q6_6", "torchvision", "from torchvision.transforms import v2\nnormalise = v2.Normalize([0.5] * 3, [0.5] * 3)"),
    wrong("q6_6", "multiplied", NORMALISE.format("(images - 0.5) * 0.5"), "std-multiplied"),
    wrong("q6_6", "statistics of the batch", NORMALISE.format("(images - images.mean((0, 2, 3), keepdim=True)) / images.std((0, 2, 3), keepdim=True)"), "per-batch-statistics"),
    wrong("q6_6", "statistics of the picture", NORMALISE.format("(images - images.mean((1, 2, 3), keepdim=True)) / images.std((1, 2, 3), keepdim=True)"), "per-picture-statistics"),
    wrong("q6_6", "before scaling", NORMALISE.format("(images - 0.5) / 0.5 / 255"), "normalised-before-scaling"),
    wrong("q6_6", "scaled twice", NORMALISE.format("(images / 255 - 0.5) / 0.5"), "scaled-twice"),
    wrong("q6_6", "not divided", NORMALISE.format("images - 0.5"), "std-forgotten"),
    wrong("q6_6", "nothing", NORMALISE.format("images"), "normalise-forgotten"),
    right("q6_7", "one after the other", "def my_grey_world(images):\n    return torch.stack([x * (x.mean() / x.mean((1, 2)))[:, None, None] for x in images])"),
    right("q6_7", "in NumPy", "def my_grey_world(images):\n    x = np.asarray(images)\n    return x * (x.mean((1, 2, 3), keepdims=True) / x.mean((2, 3), keepdims=True))"),
    wrong("q6_7", "means of the batch", grey(axes="(0, 2, 3)"), "grey-world-per-batch"),
    wrong("q6_7", "grey left out", grey(result="images / means"), "grey-left-out"),
    wrong("q6_7", "upside down", grey(result="images * means / means.mean(1, keepdim=True)"), "grey-world-inverted"),
    wrong("q6_7", "shifted", grey(result="images - means + means.mean(1, keepdim=True)"), "grey-world-shifted"),
    wrong("q6_7", "one factor", grey(axes="(1, 2, 3)"), "means-for-grey"),
    wrong("q6_7", "brightest", "def my_grey_world(images):\n    return images / images.amax((2, 3), keepdim=True)", "brightest-for-mean"),
    wrong("q6_7", "the course's", "from course_utils.color import grey_world\ndef my_grey_world(images):\n    return grey_world(images)"),
    right("q6_9", "a tensor", "q6_9 = torch.tensor([my_layers[2], my_side // 2, my_side // 2, counts.network(my_layers, in_channels=3)])"),
    wrong("q6_9", "pool ignored", "q6_9 = [my_layers[2], my_side, my_side, 1]", "pool-layer-ignored"),
    wrong("q6_9", "no padding", "q6_9 = [my_layers[2], my_side // 2 - 3, my_side // 2 - 3, 1]", "padding-forgotten"),
    wrong("q6_9", "channels added", "q6_9 = [sum(my_layers[:3]), my_side // 2, my_side // 2, 1]", "channels-accumulated"),
    wrong("q6_9", "channels last", "q6_9 = [my_side // 2, my_side // 2, my_layers[2], 1]", "hwc-vs-chw"),
    wrong("q6_9", "channels pooled", "q6_9 = [my_layers[2] // 2, my_side // 2, my_side // 2, 1]", "pool-over-channels"),
    wrong("q6_9", "no biases", "q6_9 = [1, 1, 1, counts.network(my_layers, in_channels=3, bias=False)]", "bias-forgotten"),
    wrong("q6_9", "three channels each", "q6_9 = [1, 1, 1, 28 * sum(my_layers[:3])]", "channels-not-passed-on"),
    wrong("q6_9", "no depth", "q6_9 = [1, 1, 1, 10 * sum(my_layers[:3])]", "depth-forgotten"),
    wrong("q6_9", "grey", "q6_9 = [1, 1, 1, counts.network(my_layers, in_channels=1)]", "rgb-as-gray"),
    wrong("q6_9", "three numbers", "q6_9 = [my_layers[2], my_side // 2, my_side // 2]"),
    right("q6_12", "rounded by hand", "q6_12 = -float(my_columns)"),
    right("q6_12", "a list of one", "q6_12 = [-my_columns]"),
    wrong("q6_12", "to the right", "q6_12 = my_columns", "affine-direction"),
    wrong("q6_12", "twice as far", "q6_12 = -2 * my_columns", "affine-scale"),
    wrong("q6_12", "twice, to the right", "q6_12 = 2 * my_columns", "affine-direction"),
    wrong("q6_12", "zero", "q6_12 = 0"),
    right("q6_14", "a tuple", "q6_14 = (2, 4)"),
    right("q6_14", "a set in order", "q6_14 = sorted({4, 2})"),
    wrong("q6_14", "the others", "q6_14 = [1, 3, 5]", "kept-for-spoilt"),
    wrong("q6_14", "all mirrors", "q6_14 = [1, 2, 4]", "mirrors-spoil-everything"),
    wrong("q6_14", "from zero", "q6_14 = [1, 3]", "counted-from-zero"),
    wrong("q6_14", "one of them", "q6_14 = [2]"),
]  # fmt: skip

AUGMENT = """
from torchvision.transforms import v2
turn, mirror = v2.RandomAffine({turn}), {mirror}
normal = lambda images: (images - 0.5) / 0.5
validation_5 = {validation}
def augment(images):
    return {result}
"""


def augment(turn: str = "5, shear=10", mirror: str = "v2.RandomHorizontalFlip(0.5)",
            result: str = "normal(torch.stack([mirror(turn(image)) for image in images]))", validation: str = NORMAL) -> str:  # fmt: skip
    """Return the code of an augmentation, with some part of it changed."""
    return AUGMENT.format(turn=turn, mirror=mirror, result=result, validation=validation)


AUGMENTED = [
    right("q6_13", "mirrored first", augment(result="torch.stack([normal(turn(mirror(image))) for image in images])")),
    right("q6_13", "one operation", "from course_utils.augmentation import RandomAffine\nvalidation_5 = normalised(pictures().validation)\ndef augment(images):\n    return 2 * RandomAffine(5, 10, 0.5)(images) - 1"),
    wrong("q6_13", "one for all", augment(result="normal(mirror(turn(images)))"), "one-affine-for-all"),
    wrong("q6_13", "normalised before", augment(result="torch.stack([mirror(turn(image)) for image in normal(images)])"), "normalised-before-affine"),
    wrong("q6_13", "upside down", augment(mirror="v2.RandomVerticalFlip(0.5)"), "vertical-flip"),
    wrong("q6_13", "half the batch mirrored", augment(mirror="lambda image: image", result="normal(torch.cat([turned[: len(turned) // 2].flip(3), turned[len(turned) // 2 :]])) if (turned := torch.stack([turn(image) for image in images])) is not None else None"), "flip-half-the-batch"),
    wrong("q6_13", "not normalised", augment(result="torch.stack([mirror(turn(image)) for image in images])")),
    wrong("q6_13", "only normalised", augment(result="normal(images)"), "augmentation-forgotten"),
    wrong("q6_13", "never mirrored", augment(mirror="lambda image: image"), "flip-forgotten"),
    wrong("q6_13", "always mirrored", augment(mirror="v2.RandomHorizontalFlip(1.0)"), "flip-always"),
    wrong("q6_13", "turned too far", augment(turn="30, shear=10"), "turn-off"),
    wrong("q6_13", "moved, too", augment(turn="5, shear=10, translate=(0.2, 0.2)"), "shifted-or-scaled"),
    wrong("q6_13", "validation augmented", augment(validation="normalised(pictures().validation.map(lambda images: torch.stack([mirror(turn(image)) for image in images])))"), "validation-augmented"),
    wrong("q6_13", "validation as it is", augment(validation="pictures().validation"), "normalise-forgotten"),
    wrong("q6_13", "training pictures", augment(validation="normalised(pictures().train)")),
    wrong("q6_13", "untouched", "validation_5 = ...\ndef augment(images): raise NotImplementedError('q6_13: write')"),
]  # fmt: skip

PLANTED = [*NETWORKS, *REPORTS, *NUMBERS, *AUGMENTED]
