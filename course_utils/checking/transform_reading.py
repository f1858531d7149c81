"""Measure how far a picture was turned, sheared and flipped, from colours that encode its pixels' positions.

Red grows with the column, green grows with the row, and blue identifies the picture in the batch. The colour that a
changed picture shows at a position gives the position where that pixel was before. The old position is a linear
function of the new one, up to half a pixel, and the coefficients of this function are the transform.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

SIDE = 30
FIRST, LAST = 0.1, 0.9  # red in the first and last column; green in the first and last row
BLUE = (0.6, 1.0)  # of the first and of the last picture
CENTRE = slice(SIDE // 3, 2 * SIDE // 3)
_PLACES = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE)), axis=-1).reshape(-1, 2) - (SIDE - 1) / 2  # (H*W, x y)


def coded(number: int) -> Tensor:
    """Return `number` pictures `(number, 3, 30, 30)`, 0..1, from which a transform can be measured.

    >>> coded(2)[:, :, 0, 29].tolist()  # the pixel at the top right: red last, green first, blue of each picture
    [[0.8999999761581421, 0.10000000149011612, 0.6000000238418579], [0.8999999761581421, 0.10000000149011612, 1.0]]
    """
    line = torch.linspace(FIRST, LAST, SIDE)
    blue = torch.linspace(*BLUE, number)[:, None, None].expand(number, SIDE, SIDE)
    return torch.stack([line.expand(number, SIDE, SIDE), line[:, None].expand(number, SIDE, SIDE), blue], dim=1)


@dataclass(frozen=True)
class Reading:
    """The transforms that were measured on N pictures. Each field is an array `(N,)` unless another shape is given.

    Args:
        angle, shear: degrees, with torchvision's signs: angles clockwise, shears along the rows. They are valid where
            `unclear` is false. A function that takes the nearest pixel moves no pixel for a turn of 1.9 degrees or
            less; then 0 is measured.
        flipped: mirrored left and right.
        upside_down: mirrored top and bottom, also by half a turn.
        scale: `(N, 2)`, along the rows and along the columns; 1 if the size is unchanged.
        shift: pixels that the centre has moved.
        blue: blue in the middle, which identifies the picture.
        unclear: whether no flip, turn, shear or shift explains the colours.
        outside: `(M, 3)`, the colours of all pixels that show the area outside the pictures.
    """

    angle: np.ndarray
    shear: np.ndarray
    flipped: np.ndarray
    upside_down: np.ndarray
    scale: np.ndarray
    shift: np.ndarray
    blue: np.ndarray
    unclear: np.ndarray
    outside: np.ndarray


def read(images: np.ndarray) -> Reading:
    """Return the transforms of `coded` pictures, which are now `(N, 3, 30, 30)` and still have values 0..1.

    >>> from course_utils.augmentation import affine
    >>> seen = read(affine(coded(2), angle=[20, -20], shear=[(0, 0), (10, 0)], flip=[False, True]).numpy())
    >>> seen.angle.round(), seen.flipped
    (array([ 20., -20.]), array([False,  True]))
    """
    colours = images.reshape(len(images), 3, -1).transpose(0, 2, 1).astype(float)  # (N, H*W, 3)
    shown = (colours[..., :2] - FIRST) / (LAST - FIRST) * (SIDE - 1) - (SIDE - 1) / 2  # (N, H*W, x y)
    blue = np.median(images[:, 2, CENTRE, CENTRE].reshape(len(images), -1), axis=1)
    inside = (abs(shown) < SIDE / 2).all(-1) & (abs(colours[..., 2] - blue[:, None]) < 0.003)
    places = np.column_stack([_PLACES, np.ones(len(_PLACES))])  # (H*W, x y 1)
    squares = np.einsum("np,pi,pj->nij", inside, places, places) + 1e-6 * np.eye(3)
    way_back = np.linalg.solve(squares, np.einsum("np,pi,npk->nik", inside, places, shown))  # (N, x y 1, x y)
    foretold = places @ way_back
    missed = np.sqrt((((foretold - shown) ** 2).sum(-1) * inside).sum(1) / np.maximum(inside.sum(1), 1))  # pixels
    to_source = way_back[:, :2].transpose(0, 2, 1)
    unclear = (missed > 1) | (inside.sum(1) < SIDE**2 / 3) | (abs(np.linalg.det(to_source)) < 0.1)
    forth = np.linalg.inv(np.where(unclear[:, None, None], np.eye(2), to_source))
    upside_down, turned_over = forth[:, 1, 1] < 0, np.linalg.det(forth) < 0
    flipped = turned_over ^ upside_down
    forth = forth * np.where(flipped, -1, 1)[:, None, None] ** np.array([1, 0])  # the first column: x
    forth = forth * np.where(upside_down, -1, 1)[:, None, None] ** np.array([0, 1])
    angle = np.arctan2(forth[:, 1, 0], forth[:, 0, 0])
    along_x = np.hypot(forth[:, 0, 0], forth[:, 1, 0])
    slanted = np.cos(angle) * forth[:, 0, 1] + np.sin(angle) * forth[:, 1, 1]  # the part of y that goes along the rows
    along_y = np.cos(angle) * forth[:, 1, 1] - np.sin(angle) * forth[:, 0, 1]
    return Reading(
        np.degrees(angle), -np.degrees(np.arctan2(slanted, along_y)), flipped, upside_down,
        np.stack([along_x, along_y], axis=1), np.hypot(*way_back[:, 2].T), blue, unclear,
        colours[(abs(foretold) > SIDE / 2 + 1).any(-1) & ~unclear[:, None]],
    )  # fmt: skip
