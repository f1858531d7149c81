"""Small MNIST and CIFAR-10 files in the true formats, served from this machine, with torchvision pointed at them."""

import gzip
import hashlib
import io
import pickle
import tarfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import torch
import torchvision

from course_utils.datasets import Dataset, Split, torchvision_sets
from course_utils.datasets.split import dataset

MNIST_TRAIN, MNIST_TEST, MNIST_VALIDATION = 12, 4, 3
CIFAR_BATCH, CIFAR_VALIDATION = 6, 10


def _numbers(seed: int, *shape: int, below: int = 256) -> np.ndarray:
    return np.random.RandomState(seed).randint(0, below, shape).astype(np.uint8)


def mnist_pictures() -> dict[str, np.ndarray]:
    """The arrays behind MNIST's four files, by the file's name."""
    return {
        "train-images-idx3-ubyte": _numbers(0, MNIST_TRAIN, 28, 28),
        "train-labels-idx1-ubyte": _numbers(1, MNIST_TRAIN, below=10),
        "t10k-images-idx3-ubyte": _numbers(2, MNIST_TEST, 28, 28),
        "t10k-labels-idx1-ubyte": _numbers(3, MNIST_TEST, below=10),
    }


def idx(array: np.ndarray) -> bytes:
    """Two zeros, 8 for bytes, the number of axes; the length of each; the bytes."""
    return bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">i4").tobytes() + array.tobytes()


def mnist_sha256() -> str:
    files = mnist_pictures()
    train, test = (
        Split(
            torch.tensor(files[f"{part}-images-idx3-ubyte"])[:, None],
            torch.tensor(files[f"{part}-labels-idx1-ubyte"].astype(np.int64)),
            tuple("0123456789"),
        )
        for part in ("train", "t10k")
    )
    return dataset("mnist", train[:-MNIST_VALIDATION], train[-MNIST_VALIDATION:], test).sha256


def cifar10_batches() -> dict[str, dict]:
    """What CIFAR-10's pickled files hold, by the file's name."""
    names = [f"data_batch_{n}" for n in range(1, 6)] + ["test_batch"]
    return {
        name: {
            "data": _numbers(10 + n, CIFAR_BATCH, 3072),
            "labels": [(n + k) % 10 for k in range(CIFAR_BATCH)],
        }
        for n, name in enumerate(names)
    }


def cifar10_files() -> dict[str, bytes]:
    meta = {"label_names": list(torchvision_sets.THINGS), "num_cases_per_batch": CIFAR_BATCH, "num_vis": 3072}
    return {name: pickle.dumps(held, 2) for name, held in (cifar10_batches() | {"batches.meta": meta}).items()}


def cifar10_archive() -> bytes:
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for name, content in cifar10_files().items():
            member = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return gzip.compress(plain.getvalue(), mtime=0)


def archives() -> dict[str, bytes]:
    files = {f"{name}.gz": gzip.compress(idx(array), mtime=0) for name, array in mnist_pictures().items()}
    return files | {"cifar-10-python.tar.gz": cifar10_archive()}


def md5(content: bytes) -> str:
    return hashlib.md5(content).hexdigest()


def point_torchvision_at(address: str, setattr=setattr) -> None:
    """Let torchvision's classes, and our constants, speak of the small files at this address."""
    there, mnist, cifar10 = archives(), torchvision.datasets.MNIST, torchvision.datasets.CIFAR10
    setattr(mnist, "mirrors", [f"{address}/first/", f"{address}/second/"])
    setattr(mnist, "resources", [(name, md5(there[name])) for name, _ in mnist.resources])
    setattr(cifar10, "url", f"{address}/first/{cifar10.filename}")
    setattr(cifar10, "tgz_md5", md5(there[cifar10.filename]))
    files = cifar10_files()
    setattr(cifar10, "train_list", [[name, md5(files[name])] for name, _ in cifar10.train_list])
    setattr(cifar10, "test_list", [[name, md5(files[name])] for name, _ in cifar10.test_list])
    setattr(cifar10, "meta", cifar10.meta | {"md5": md5(files["batches.meta"])})
    setattr(torchvision_sets, "MNIST_SHA256", mnist_sha256())
    setattr(torchvision_sets, "MNIST_VALIDATION", MNIST_VALIDATION)
    setattr(torchvision_sets, "CIFAR10_VALIDATION", CIFAR_VALIDATION)


class Server(ThreadingHTTPServer):
    """Serves the archives below /first/ and /second/; `asked` lists the paths of what was sent off."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.files, self.asked, self.pause = archives(), [], 0.0
        self.broken: list[str] = []  # paths; each is sent truncated once for each time that it is in the list
        self.missing: set[str] = set()  # the first part of paths that are not found
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server: Server = self.server  # type: ignore[assignment]
        folder, name = self.path.strip("/").split("/")
        if folder in server.missing:
            return self.send_error(404)
        content = server.files[name]
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.headers.get("Method") == "HEAD":  # torchvision looks for redirections first
            return None
        server.asked.append(self.path)
        time.sleep(server.pause)
        if self.path in server.broken:
            server.broken.remove(self.path)
            content = content[: len(content) // 2]
        self.wfile.write(content)
        return None

    def log_message(self, *_: object) -> None:
        pass


def serving(monkeypatch: pytest.MonkeyPatch, cache: Path) -> Iterator[Server]:
    """Serve the small files, with an empty cache there, until the test is over."""
    monkeypatch.setenv("COURSE_DATA", str(cache))
    monkeypatch.setenv("no_proxy", "*")
    server = Server()
    point_torchvision_at(server.address, monkeypatch.setattr)
    yield server
    server.shutdown()
    server.server_close()


def files_in(folder: Path) -> set[str]:
    """The files below a folder, as paths from there."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def check_mnist(found: Dataset) -> None:
    """It is the small MNIST, picture by picture."""
    pictures = mnist_pictures()
    images, labels = pictures["train-images-idx3-ubyte"], pictures["train-labels-idx1-ubyte"]
    cut = MNIST_TRAIN - MNIST_VALIDATION
    assert found.train.images[:, 0].tolist() == images[:cut].tolist()
    assert found.validation.images[:, 0].tolist() == images[cut:].tolist()
    assert found.train.labels.tolist() + found.validation.labels.tolist() == labels.tolist()
    assert found.test.images[:, 0].tolist() == pictures["t10k-images-idx3-ubyte"].tolist()
    assert found.test.labels.tolist() == pictures["t10k-labels-idx1-ubyte"].tolist()
    assert found.classes == tuple("0123456789")


def check_cifar10(found: Dataset) -> None:
    """It is the small CIFAR-10, picture by picture."""
    batches = list(cifar10_batches().values())
    images = torch.cat([torch.tensor(batch["data"]).reshape(-1, 3, 32, 32) for batch in batches])
    labels = [label for batch in batches for label in batch["labels"]]
    ends = [20, 30, 36]  # 5 * 6 pictures, the last 10 of them for validation, and 6 for the test
    assert [len(split) for split in found.splits.values()] == [20, 10, 6]
    for split, start, end in zip(found.splits.values(), [0, *ends], ends, strict=False):
        assert split.images.tolist() == images[start:end].tolist()
        assert split.labels.tolist() == labels[start:end]
    assert found.classes[:2] == ("airplane", "automobile")
