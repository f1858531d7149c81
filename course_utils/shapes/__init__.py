"""Sizes, parameters, connections and receptive fields of layers, in plain integers; `accounts` adds up networks.

Loads nothing but Python; an account of an `nn.Module` brings torch along.
"""

from course_utils.shapes.accounts import Account, Row, account
from course_utils.shapes.counts import (
    conv_connections,
    conv_parameters,
    fully_connected_instead,
    linear_parameters,
    local_parameters,
)
from course_utils.shapes.sizes import conv_output_size, receptive_field

__all__ = [
    "Account", "Row", "account", "conv_connections", "conv_output_size", "conv_parameters", "fully_connected_instead",
    "linear_parameters", "local_parameters", "receptive_field",
]  # fmt: skip
