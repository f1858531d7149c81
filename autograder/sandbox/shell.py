"""Make the IPython shell of a guest: no history, no programs, and output that is counted but not kept."""

import sys
from typing import Any

MAX_CHARACTERS = 10_000_000  # that a cell may write or display
MAX_SHOWN = 1000  # outputs that a cell may display


class Output:
    """Standard output and error of the cells: a stream that counts the characters written to it."""

    encoding, errors, newlines, closed, name, mode = "utf-8", "replace", None, False, "<output>", "w"

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Start counting for a new cell."""
        self.characters = self.shown = 0

    def describe_excess(self) -> str:
        """Return a text about output beyond the limits since `reset`, or an empty text."""
        if self.characters > MAX_CHARACTERS:
            return f"it wrote {self.characters:,} characters; those beyond {MAX_CHARACTERS:,} are left out"
        if self.shown > MAX_SHOWN:
            return f"it displayed {self.shown:,} outputs; those beyond {MAX_SHOWN:,} are left out"
        return ""

    def write(self, text: str) -> int:
        """Count the characters and return their number."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.characters += len(text)
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Count the characters of all lines."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Do nothing: no output is kept."""

    def isatty(self) -> bool:
        """Return False: the output is not a terminal."""
        return False

    def writable(self) -> bool:
        """Return True."""
        return True

    def readable(self) -> bool:
        """Return False."""
        return False

    seekable = readable

    def fileno(self) -> int:
        """Raise OSError: the stream has no descriptor."""
        raise OSError("the output of a notebook has no descriptor")


def make_shell(output: Output) -> Any:
    """Return the shell of this process, which writes to `output`."""
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Counting(DisplayPublisher):
        def publish(self, data: dict[str, Any], *_: Any, **__: Any) -> None:
            output.shown += 1
            output.characters += sum(len(part) for part in data.values() if isinstance(part, (str, bytes)))

    class Shell(InteractiveShell):
        def system(self, command: str) -> None:
            print(f"not run while grading: {command}")
            self.user_ns["_exit_code"] = 1

        system_raw = system_piped = system

        def showtraceback(self, *_: Any, **__: Any) -> None:
            """Do nothing: the outcome is one line, and formatting a traceback takes longer than most cells."""

        showsyntaxerror = showindentationerror = showtraceback

        def enable_matplotlib(self, gui: str | None = None) -> tuple[str, str]:
            return gui or "inline", "agg"  # nobody sees the figures, so they are not drawn

        def getoutput(self, command: str, split: bool = True, depth: int = 0) -> Any:
            self.system(command)
            return [] if split else ""

    config = Config({"HistoryManager": {"enabled": False}})  # the history thread would prevent forks
    shell = Shell.instance(config=config, colors="nocolor", display_pub_class=Counting)
    assert shell.display_formatter is not None  # IPython declares it as optional, and always makes one
    shell.display_formatter.active_types = ["text/plain"]  # nobody sees the other formats, and images take long
    shell.display_formatter.ipython_display_formatter.enabled = False
    sys.modules["__main__"] = shell.user_module
    sys.stdout = sys.stderr = output
    shell.events.register("post_execute", _close_figures)
    _limit_torch()
    return shell


def _close_figures() -> None:
    """Close the figures of a cell at its end, as a notebook does."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


def _limit_torch() -> None:
    """Keep torch in one thread and one process: a second thread prevents forks, and DataLoader workers need sockets."""
    torch: Any = sys.modules.get("torch")
    if torch is None:
        return
    torch.set_num_threads = torch.set_num_interop_threads = lambda count: None
    loader = torch.utils.data.DataLoader
    init = loader.__init__

    def init_without_workers(self: Any, dataset: Any, *args: Any, **options: Any) -> None:
        for name in ("num_workers", "prefetch_factor", "persistent_workers", "multiprocessing_context", "timeout"):
            options.pop(name, None)
        init(self, dataset, *args, **options)

    loader.__init__ = init_without_workers
