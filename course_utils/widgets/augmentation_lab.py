"""An image under a lamp, rotated, sheared, mirrored and normalised; all in the browser, by `augmentation_lab.js`."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_utils.figures.channel_numbers import channel_numbers
from course_utils.figures.described import DescribedFigure
from course_utils.widgets.accessible_widget import AccessibleWidget
from course_utils.widgets.picture_trait import Picture
from course_utils.widgets.static_files import module

if TYPE_CHECKING:  # torch is imported with the first lab
    from torch import Tensor

FURTHEST = 10  # pixels by which an image can be shifted


class AugmentationLab(AccessibleWidget):
    """An image and the results of `lit`, `grey_world`, `affine` and normalising, with mean, std and histograms.

    Args:
        image: channels first, `(3, H, W)`, at most 160 x 160: bytes or floats 0..1, an array or a tensor.
        angle: degrees, clockwise, from -180 to 180.
        shear: degrees along the rows, from -40 to 40.
        flip: whether left and right are exchanged.
        shift: the rows down and the columns to the right by which the image is shifted at the end, each from -10 to 10.
        lamp: a name from `color.LAMPS`, or red, green and blue, each 0..1.
        grey_world: whether grey-world is applied to the image under its lamp.
        normalise: "no", "last" (after `affine`, the right order) or "first": subtract 0.5, then divide by 0.5.
        mode: "nearest" or "bilinear", as for `affine`.

    Raises:
        traitlets.TraitError: the image is invalid, a number is out of range, or the lamp, order or mode is unknown.

    >>> import numpy as np
    >>> lab = AugmentationLab(np.full((3, 1, 2), 255, np.uint8), lamp="yellow", shift=(0, 1), normalise="last")
    >>> lab.result[:, 0].astype(float).round(1).tolist()  # black comes in, -1 of 0; and white times (1, 0.9, 0.5)
    [[-1.0, 1.0], [-1.0, 0.8], [-1.0, 0.0]]
    """

    _esm = module("augmentation_lab")

    image = Picture().tag(sync=True)
    angle = traitlets.Float(0, min=-180, max=180).tag(sync=True)
    shear = traitlets.Float(0, min=-40, max=40).tag(sync=True)
    flip = traitlets.Bool(False).tag(sync=True)
    shift = traitlets.Any().tag(sync=True)
    lamp = traitlets.Any().tag(sync=True)
    grey_world = traitlets.Bool(False).tag(sync=True)
    normalise = traitlets.Enum(["no", "last", "first"], "no").tag(sync=True)
    mode = traitlets.Enum(["nearest", "bilinear"], "nearest").tag(sync=True)
    lamps = traitlets.Dict(help="red, green and blue of each lamp by its name").tag(sync=True)

    def __init__(
        self, image: ArrayLike, *, angle: float = 0, shear: float = 0, flip: bool = False,
        shift: Sequence[int] = (0, 0), lamp: str | Sequence[float] = "neutral", **options: Any,
    ):  # fmt: skip
        super().__init__(image=image, angle=angle, shear=shear, flip=flip, shift=shift, lamp=lamp, **options)

    @property
    def result(self) -> np.ndarray:
        """The network's input, float32 of shape (3, H, W), from the course's own `lit` and `affine`."""
        from torch.nn.functional import pad

        from course_utils.augmentation import affine

        images = self._under_the_lamp()
        if self.normalise == "first":
            images = (images - 0.5) / 0.5
        (down, right), (height, width) = self.shift, images.shape[2:]
        edge = max(abs(down), abs(right))  # margin for the shift, on all sides to keep the centre
        images = affine(pad(images, [edge] * 4), angle=[self.angle], shear=[(self.shear, 0)], flip=[self.flip],
                        mode=self.mode)  # fmt: skip
        images = images[:, :, edge - down : edge - down + height, edge - right : edge - right + width]
        return ((images - 0.5) / 0.5 if self.normalise == "last" else images)[0].numpy()

    def _under_the_lamp(self) -> "Tensor":
        import torch

        from course_utils.color import grey_world, lit

        images = lit(torch.tensor(self.image)[None], self.lamp)
        return grey_world(images) if self.grey_world else images

    @traitlets.default("lamps")
    def _by_name(self) -> dict:
        from course_utils.color import LAMPS

        return {name: list(colour) for name, colour in LAMPS.items()}

    @traitlets.validate("angle", "shear")
    def _is_finite(self, proposal: dict) -> float:
        if math.isnan(proposal["value"]):
            raise _refusal(f"{proposal['trait'].name} must be a number of degrees", "nan", "give one")
        return proposal["value"]

    @traitlets.validate("shift")
    def _moves(self, proposal: dict) -> list[int]:
        value = proposal["value"]
        wanted = f"shift must be (rows down, columns right), whole numbers from -{FURTHEST} to {FURTHEST}"
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise _refusal(wanted, value, "give two such numbers")
        if not all(type(step) is int and abs(step) <= FURTHEST for step in value):
            raise _refusal(wanted, value, "give two such numbers")
        return list(value)

    @traitlets.validate("lamp")
    def _shines(self, proposal: dict) -> list[float]:
        value = proposal["value"]
        names = ", ".join(self.lamps)
        if isinstance(value, str):
            if value not in self.lamps:
                raise _refusal(f"lamp must be one of {names}", repr(value), "correct the name or give three shares")
            return list(self.lamps[value])
        try:
            colour = [float(share) for share in value]
        except (TypeError, ValueError):
            colour = []
        if len(colour) != 3 or not all(0 <= share <= 1 for share in colour):
            raise _refusal(
                "lamp must be red, green and blue, each from 0 to 1", value, f"give three such numbers or {names}"
            )
        return colour

    def draw_fallback(self) -> DescribedFigure:
        """Return a figure of the image and the result, with their means and standard deviations."""
        shown = self.result / 2 + 0.5 if self.normalise != "no" else self.result
        titles = ("the picture", "what the network gets")
        return channel_numbers([self.image, shown], [self.image, self.result], titles)[0].figure


def _refusal(wanted: str, got: Any, advice: str) -> traitlets.TraitError:
    return traitlets.TraitError(f"AugmentationLab: {wanted}, got {got}; {advice}")
