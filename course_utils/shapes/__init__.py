"""Sizes, parameters, connections and receptive fields of layers as plain integers; `summary` covers a whole network.

Imports only the standard library; `summary` of an `nn.Module` imports torch.
"""

from course_utils.shapes.counts import (
    conv_connections,
    conv_parameters,
    fully_connected_instead,
    linear_parameters,
    local_parameters,
)
from course_utils.shapes.model_summary import summary
from course_utils.shapes.sizes import conv_output_size, receptive_field
from course_utils.shapes.summary_table import LayerSummary, ModelSummary

__all__ = [
    "LayerSummary", "ModelSummary", "conv_connections", "conv_output_size", "conv_parameters",
    "fully_connected_instead",
    "linear_parameters", "local_parameters", "receptive_field", "summary",
]  # fmt: skip
