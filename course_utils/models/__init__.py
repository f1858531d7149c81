"""Networks that the lessons study: LeNet-5 in its modern form, and in its form of 1998 with its layers."""

from course_utils.models.lenet import LeNet5
from course_utils.models.lenet_1998 import BitmapCodes, LeNet5_1998, ScaledTanh, Subsampling
from course_utils.models.tables import TABLES, TableConv2d

__all__ = ["TABLES", "BitmapCodes", "LeNet5", "LeNet5_1998", "ScaledTanh", "Subsampling", "TableConv2d"]
