"""Interactive widgets for notebooks: each is a class here, drawn by the JavaScript file of the same name in `static`.

Shared code is in `static/shared`; `static_files` joins it with a widget's own file.
"""

from importlib import import_module
from typing import Any

_HOMES = {  # each class and its module, which is imported when the class is first used
    "AugmentationLab": "augmentation_lab",
    "ConvolutionStepper": "convolution_stepper",
    "KernelZoo": "kernel_zoo",
    "PixelChannels": "pixel_channels",
    "PoolingStepper": "pooling_stepper",
    "HandGrid": "hand_grid",
    "LayerPlayground": "layer_playground",
    "LeNetLive": "lenet_live",
    "TrainingMonitor": "training_monitor",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; its widgets are {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
