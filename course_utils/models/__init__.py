"""Networks that the lessons take apart: LeNet-5 as it is written today, and as it was in 1998, with its pieces."""

from course_utils.models.lenet import LeNet5
from course_utils.models.lenet_1998 import BitmapCodes, LeNet5_1998, ScaledTanh, Subsampling
from course_utils.models.tables import TABLES, TableConv2d

__all__ = ["TABLES", "BitmapCodes", "LeNet5", "LeNet5_1998", "ScaledTanh", "Subsampling", "TableConv2d"]
