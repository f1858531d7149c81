"""The application that runs the notebook, recognised from imported modules and environment variables of the kernel."""

import os
import sys

COLAB, VS_CODE, JUPYTER, ELSEWHERE = "Google Colab", "VS Code", "JupyterLab", "Python without a notebook page"


def front_end() -> str:
    """Return one of the four names; Jupyter Notebook, which uses the same server, is reported as JupyterLab."""
    if "google.colab" in sys.modules:
        return COLAB
    of_a_page = "JPY_SESSION_NAME" in os.environ  # set by JupyterLab, also if it was started in VS Code's terminal
    if "__vsc_ipynb_file__" in vars(sys.modules["__main__"]) or ("VSCODE_PID" in os.environ and not of_a_page):
        return VS_CODE
    return JUPYTER if of_a_page or "JPY_PARENT_PID" in os.environ else ELSEWHERE
