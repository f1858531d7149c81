"""Image data sets with fixed splits: digits and drawings, which need no network, MNIST and CIFAR-10.

A data set is held in memory as a whole: bytes, channels first. Only `mnist` and `cifar10` download, when they are
called.
"""

from course_utils.data_folder import cache_folder
from course_utils.datasets.cache import DataUnavailableError
from course_utils.datasets.drawn_pictures import hidden_pictures, pictures
from course_utils.datasets.handwritten import digits
from course_utils.datasets.split import Dataset, Split, scaled
from course_utils.datasets.torchvision_sets import cifar10, mnist

__all__ = [
    "DataUnavailableError",
    "Dataset",
    "Split",
    "cache_folder",
    "cifar10",
    "digits",
    "hidden_pictures",
    "mnist",
    "pictures",
    "scaled",
]
