"""Where Colab notes the address of the widget manager that was turned on; anywidget reads it."""

_installed_url: str | None = None
