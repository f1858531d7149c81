"""A homework for the tests in which a network is trained, submitted with a valid or an invalid checkpoint."""

import functools
import hashlib
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import nbformat
import torch
from nbclient import NotebookClient
from safetensors.torch import load, save
from torch import nn

from course_utils.datasets import digits
from course_utils.training import fit
from course_utils.training.checkpoint import _digest
from tests.autograder.planted import notebook

LESSON = "98_trained"
FILES = ("q1.json", "q1.safetensors")
POINTS = {"q1": 3, "q2": 2, "q3": 1, "q4": 1}
FULL = 7
TRAINED = 6  # the point of q4 is given only if the network is not trained again

CELLS = {
    "first": """import torch
from torch import nn
from course_utils import Grader
from course_utils.datasets import digits
from course_utils.training import fit
grader = Grader("02_convolution_by_hand", student={student!r})
data = digits()""",
    "net": """class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 5)
        self.out = nn.Linear(196, 10)

    def forward(self, images):
        return self.out(nn.functional.max_pool2d(self.conv(images).relu(), 4).flatten(1))""",
    "train": """shown = []
def counted(images):
    shown.append(len(images))
    return images
torch.manual_seed(1)
net = Net()
adam = torch.optim.Adam(net.parameters(), lr=0.01)
history = fit(net, data.train, data.validation, epochs=4, optimizer=adam, seed=1, transform=counted, checkpoint="q1")
# grader.check("q1")""",
    "report": """q2 = round(max(history.validation_accuracy), 2)
# grader.check("q2")""",
    "count": """q3 = sum(parameter.numel() for parameter in net.parameters())
# grader.check("q3")""",
    "export": "# grader.check('q4')\ngrader.export()",
}
PREAMBLE = """from otter.test_files import test_case
import torch
from torch import nn
from course_utils.checking import answer, trained
from course_utils.checking.mistakes import counting
from course_utils.checking.mistakes.right_reports import parameters
from course_utils.checking.networks import check_computes
from course_utils.datasets import digits

OK_FORMAT = False
points = None

def reference():
    return nn.Sequential(nn.Conv2d(1, 4, 5), nn.ReLU(), nn.MaxPool2d(4), nn.Flatten(), nn.Linear(196, 10))
"""
TESTS = {
    "q1": """
name = "q1"

@test_case(name="q1: computes", points=1, hidden=True)
def test_computes(net):
    check_computes(net, reference, torch.rand(3, 1, 32, 32, generator=torch.Generator().manual_seed(6)))

@test_case(name="q1: reads", points=2, hidden=True)
def test_reads(net):
    trained.check_weights_accuracy(net, reference, digits().test, at_least=0.8)
""",
    "q2": """
name = "q2"

@test_case(name="q2: best", points=2, hidden=False)
def test_best(q2, history, net):
    trained.check_reported_accuracy(q2, trained.proved_record(history, net, reference, digits().validation))
""",
    "q3": """
name = "q3"

@test_case(name="q3: count", points=1, hidden=False)
def test_count(q3):
    answer(q3).equals(parameters, reference, mistakes=[counting.bias_forgotten])
""",
    "q4": """
name = "q4"

@test_case(name="q4: no epoch", points=1, hidden=False)
def test_no_epoch(shown):
    assert sum(shown) <= 2, "more than the trial was shown"
""",
}


def write_bundle(folder: Path) -> Path:
    """Write the bundle of the lesson as the builder does; return its folder."""
    (folder / "tests").mkdir(parents=True)
    for name, text in TESTS.items():
        (folder / "tests" / f"{name}.py").write_text(PREAMBLE + text, encoding="utf-8")
    questions = {name: {"points": points, "tests": []} for name, points in POINTS.items()}
    points = {"lesson": LESSON, "title": "A trained network", "questions": questions}
    (folder / "points.json").write_text(json.dumps(points), encoding="utf-8")
    return folder


def text_of(student: str, **changed: str) -> str:
    """Return the text of a student's notebook, with the cells in `changed` replaced."""
    cells = {**CELLS, **changed}
    return notebook({name: source.replace("{student!r}", repr(student)) for name, source in cells.items()})


def work(folder: Path, **changed: str) -> None:
    """Run the notebook in a kernel in `folder`, which writes its checkpoint, its zip and said.txt, the outputs."""
    path = folder / "homework.ipynb"
    path.write_text(text_of("handed", **changed), encoding="utf-8")
    client = NotebookClient(nbformat.read(path, 4), timeout=120, kernel_name="python3",
                            resources={"metadata": {"path": str(folder)}})  # fmt: skip
    client.execute(env={**os.environ, "JPY_SESSION_NAME": str(path)})
    (folder / "said.txt").write_text("\n".join(
        str(output.get("text") or output.get("data", {}).get("text/plain"))
        for cell in client.nb.cells for output in cell.get("outputs", [])
    ), encoding="utf-8")  # fmt: skip


Checkpoint = tuple[bytes, bytes]


@functools.cache
def foreign() -> Checkpoint:
    """Return the checkpoint of another student, who used other images."""
    with tempfile.TemporaryDirectory() as folder:
        data, net = digits(), nn.Sequential(nn.Flatten(), nn.Linear(1024, 10))
        fit(net, data.validation, data.test, epochs=1, optimizer=torch.optim.Adam(net.parameters()), seed=1,
            checkpoint=f"{folder}/q1")  # fmt: skip
        return tuple(Path(folder, name).read_bytes() for name in FILES)


def forged(page: bytes, tensors: bytes) -> Checkpoint:
    """Return a checkpoint with random weights and a perfect history, with all hashes and the digest recomputed."""
    weights = {name: torch.randn_like(one) if one.is_floating_point() else one for name, one in load(tensors).items()}
    data, said = save(weights), json.loads(page)
    said.pop("seal")
    said["weights"] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    said["history"]["validation_accuracy"] = [1.0] * 4
    return json.dumps({**said, "seal": _digest(said)}).encode(), data


def pickled() -> bytes:
    """Return a pickle, which the grader must not open."""
    file = io.BytesIO()
    torch.save({"w": torch.ones(3)}, file)
    return file.getvalue()


def flipped(data: bytes) -> bytes:
    """Return the data with the last bit inverted."""
    return data[:-1] + bytes([data[-1] ^ 1])


INVALID: dict[str, tuple[Callable[[bytes, bytes], Checkpoint], str]] = {
    "one_byte": (lambda page, data: (page, flipped(data)), "was changed or truncated after it was written: q1.safe"),
    "history": (lambda page, data: (page.replace(b'"epoch": 4', b'"epoch": 9'), data), "was changed after it was"),
    "foreign": (lambda page, data: foreign(), "differs from this training in its data"),
    "broken_json": (lambda page, data: (page[:300], data), "cannot be read: q1.json is not a checkpoint"),
    "cut_off": (lambda page, data: (page, data[: len(data) // 2]), "was changed or truncated after it was written"),
    "pickle": (lambda page, data: (page, pickled()), "was changed or truncated after it was written"),
    "large_page": (lambda page, data: (page + b" " * 6_000_000, data), "q1.json has 6 MB, at most 5 MB are allowed"),
    "large": (lambda page, data: (page, os.urandom(21_000_000)), "q1.safetensors has 21 MB, at most 20 MB are allowed"),
    "bomb": (lambda page, data: (page, bytes(300_000_000)), "q1.safetensors has 300 MB, at most 20 MB are allowed"),
}
"""Student -> how the checkpoint was changed before it was packed, and a part of the resulting message."""


def packed(path: Path, student: str, files: dict[str, bytes], **changed: str) -> None:
    """Write the zip of a student, which contains the notebook and `files`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("homework.ipynb", text_of(student, **changed))
        for name, data in files.items():
            archive.writestr(name, data)


def hand_in_all(worked: Path, folder: Path) -> None:
    """Write the class: the exported zip, a folder, the notebook alone, and all invalid checkpoints and archives."""
    folder.mkdir()
    page, tensors = ((worked / name).read_bytes() for name in FILES)
    shutil.copy(next(worked.glob("*.zip")), folder / "handed.zip")
    (folder / "own_folder").mkdir()
    (folder / "own_folder" / "any name.ipynb").write_text(text_of("own_folder"), encoding="utf-8")
    for name in FILES:
        shutil.copy(worked / name, folder / "own_folder")
    (folder / "alone.ipynb").write_text(text_of("alone"), encoding="utf-8")
    for student, (change, _) in INVALID.items():
        packed(folder / f"{student}.zip", student, dict(zip(FILES, change(page, tensors), strict=True)))
    packed(folder / "forged.zip", "forged", dict(zip(FILES, forged(page, tensors), strict=True)))
    packed(folder / "dots.zip", "dots", {f"../{name}": data for name, data in zip(FILES, (page, tensors), strict=True)})
    many = {f"a{n}{ending}": b"{}" for n in range(450) for ending in (".json", ".safetensors")}
    packed(folder / "many.zip", "many", many)
