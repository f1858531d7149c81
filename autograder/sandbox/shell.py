"""An IPython shell as a notebook has it, for a room: no history, no programs, and output that is counted, not kept."""

import sys
from typing import Any

MOST_CHARACTERS = 10_000_000  # that a cell may write or show; nobody reads more
MOST_SHOWN = 1000  # things that a cell may display


class Output:
    """Standard output and error of the cells: a stream that counts what is written to it."""

    encoding, errors, newlines, closed, name, mode = "utf-8", "replace", None, False, "<output>", "w"

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin a cell."""
        self.characters = self.shown = 0

    def too_much(self) -> str:
        """What was too much since `reset`, or nothing."""
        if self.characters > MOST_CHARACTERS:
            return f"it wrote {self.characters:,} characters; what goes beyond {MOST_CHARACTERS:,} is left out"
        if self.shown > MOST_SHOWN:
            return f"it displayed {self.shown:,} things; what goes beyond {MOST_SHOWN:,} is left out"
        return ""

    def write(self, text: str) -> int:
        """Count the characters."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.characters += len(text)
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Count the characters of each."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing is kept."""

    def isatty(self) -> bool:
        """Nobody sits there."""
        return False

    def writable(self) -> bool:
        """It can be written to."""
        return True

    def readable(self) -> bool:
        """It cannot be read."""
        return False

    seekable = readable

    def fileno(self) -> int:
        """There is none."""
        raise OSError("the output of a notebook has no descriptor")


def make_shell(output: Output) -> Any:
    """The shell of this process, writing to `output`."""
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
            """An outcome's one line is enough; a whole traceback takes longer than most cells."""

        showsyntaxerror = showindentationerror = showtraceback

        def enable_matplotlib(self, gui: str | None = None) -> tuple[str, str]:
            return gui or "inline", "agg"  # a figure that nobody sees need not be drawn

        def getoutput(self, command: str, split: bool = True, depth: int = 0) -> Any:
            self.system(command)
            return [] if split else ""

    config = Config({"HistoryManager": {"enabled": False}})  # its thread would forbid the forks
    shell = Shell.instance(config=config, colors="nocolor", display_pub_class=Counting)
    shell.display_formatter.active_types = ["text/plain"]  # nobody sees more, and pictures take long
    shell.display_formatter.ipython_display_formatter.enabled = False
    sys.modules["__main__"] = shell.user_module
    sys.stdout = sys.stderr = output
    shell.events.register("post_execute", _close_figures)
    _tame_torch()
    return shell


def _close_figures() -> None:
    """What a cell has drawn is shown and done with at its end, as in a notebook."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


def _tame_torch() -> None:
    """A second thread would stay for ever and forbid the forks; workers of a DataLoader would need sockets."""
    torch = sys.modules.get("torch")
    if torch is None:
        return
    torch.set_num_threads = torch.set_num_interop_threads = lambda count: None
    loader = torch.utils.data.DataLoader
    begin = loader.__init__

    def begin_alone(self: Any, dataset: Any, *args: Any, **options: Any) -> None:
        for name in ("num_workers", "prefetch_factor", "persistent_workers", "multiprocessing_context", "timeout"):
            options.pop(name, None)
        begin(self, dataset, *args, **options)

    loader.__init__ = begin_alone
