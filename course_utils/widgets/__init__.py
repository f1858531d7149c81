"""Things to play with in a notebook: each a class here, drawn by the JavaScript file of the same name in `static`."""

__all__ = ["ConvolutionStepper"]


def __getattr__(name: str):
    if name == "ConvolutionStepper":
        from course_utils.widgets.convolution_stepper import ConvolutionStepper

        return ConvolutionStepper
    raise AttributeError(f"module 'course_utils.widgets' has no attribute {name!r}")
