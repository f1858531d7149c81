"""mnist() and cifar10() over small files in the true formats: fetched, checked, kept, found broken, shared."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from course_utils.datasets import DataUnavailableError, cifar10, mnist
from tests.course_utils import datasets_served as served
from tests.course_utils.datasets_served import check_cifar10, check_mnist, files_in

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def server(monkeypatch, tmp_path):
    yield from served.serving(monkeypatch, tmp_path / "cache")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache"


def test_mnist_is_fetched_once_and_kept(server, folder, capsys):
    check_mnist(mnist())
    assert server.asked == [f"/first/{name}.gz" for name in served.mnist_pictures()]
    kept = {f"MNIST/raw/{name}" for name in served.mnist_pictures()}
    assert files_in(folder) == kept | {".mnist.lock"}
    shown = capsys.readouterr()
    assert shown.err == ""
    assert "\rMNIST train-images-idx3-ubyte.gz [##############################] 0.0 of 0.0 MB\n" in shown.out
    check_mnist(mnist())
    assert len(server.asked) == 4 and capsys.readouterr().out == ""


def test_cifar10_is_fetched_once_and_kept_decoded(server, folder, capsys):
    check_cifar10(cifar10())
    assert server.asked == ["/first/cifar-10-python.tar.gz"]
    kept = {f"cifar-10-batches-py/{name}" for name in [*served.cifar10_files(), "decoded.safetensors"]}
    assert files_in(folder) == kept | {".cifar10.lock"}
    capsys.readouterr()
    again = cifar10()
    check_cifar10(again)
    assert len(server.asked) == 1 and capsys.readouterr().out == ""
    (folder / "cifar-10-batches-py" / "decoded.safetensors").unlink()
    assert cifar10().sha256 == again.sha256
    assert len(server.asked) == 1


def test_a_second_call_does_not_load_torchvision(server, folder):
    mnist(), cifar10(), cifar10(classes=3, size=16)
    calls = "d.mnist(), d.cifar10(), d.cifar10(classes=3, size=16)"
    program = (
        "import sys, course_utils.datasets as d, course_utils.datasets.torchvision_sets as sets; "
        f"sets.MNIST_SHA256, sets.MNIST_VALIDATION = {served.mnist_sha256()!r}, {served.MNIST_VALIDATION}; "
        f"{calls}; assert 'torchvision' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def test_cifar10_of_some_classes_is_numbered_in_their_order_resized_and_kept(server, folder):
    found = cifar10(classes=["ship", "bird"], size=30)
    whole = cifar10()
    assert found.classes == ("ship", "bird")
    for part, split in zip(found.splits.values(), whole.splits.values(), strict=True):
        chosen = (split.labels == 8) | (split.labels == 2)
        assert part.labels.tolist() == [{8: 0, 2: 1}[label] for label in split.labels[chosen].tolist()]
        exact = torch.nn.functional.interpolate(split.images[chosen].double(), size=30, mode="bilinear")
        assert (part.images.double() - exact).abs().max() <= 0.5 + 1e-9
    assert cifar10(classes=["bird", "ship"], size=30).sha256 != found.sha256
    (folder / "cifar-10-batches-py" / "decoded.safetensors").unlink()
    for batch in folder.glob("*/*batch*"):
        batch.unlink()
    assert cifar10(classes=["ship", "bird"], size=30).sha256 == found.sha256  # from the file of its own
    assert len(server.asked) == 1


def test_cifar10_classes_by_number_and_size_alone(server):
    assert cifar10(classes=5).classes == ("airplane", "automobile", "bird", "cat", "deer")
    assert cifar10(classes=10, size=32).sha256 == cifar10().sha256
    assert cifar10(size=16).train.images.shape == (20, 3, 16, 16)


@pytest.mark.parametrize("classes", [0, 1, 11, True, 2.5, "bird", [], ["bird"], ["bird", "bird"], ["bird", "lorry"]])
def test_cifar10_of_other_classes(classes):
    with pytest.raises(ValueError, match="a number from 2 to 10, or a list of two or more different names of airplane"):
        cifar10(classes=classes)


@pytest.mark.parametrize("size", [15, 65, 30.0, "30", True])
def test_cifar10_of_another_size(size):
    with pytest.raises(ValueError, match="a whole number of pixels from 16 to 64, got"):
        cifar10(size=size)


@pytest.mark.parametrize("content", [b"", b"half", None])
def test_mnist_broken_in_the_cache_is_fetched_again(server, folder, content):
    mnist()
    file = folder / "MNIST" / "raw" / "train-images-idx3-ubyte"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if content is None else content)
    check_mnist(mnist())
    assert file.read_bytes() == whole


def test_cifar10_broken_in_the_cache_is_decoded_or_fetched_again(server, folder):
    cifar10()
    kept, batch = (folder / "cifar-10-batches-py" / name for name in ("decoded.safetensors", "data_batch_3"))
    kept.write_bytes(kept.read_bytes()[:-5])
    check_cifar10(cifar10())
    assert len(server.asked) == 1
    kept.write_bytes(b"")
    batch.write_bytes(batch.read_bytes()[:-5])
    check_cifar10(cifar10())
    assert len(server.asked) == 2


def test_archives_put_there_by_hand_are_used_and_stay(server, folder):
    (folder / "MNIST" / "raw").mkdir(parents=True)
    for name, content in served.archives().items():
        (folder / ("" if "cifar" in name else "MNIST/raw") / name).write_bytes(content)
    check_mnist(mnist())
    check_cifar10(cifar10())
    assert server.asked == [] and (folder / "cifar-10-python.tar.gz").exists()


def test_a_partial_archive_is_found_by_its_md5_sum_and_fetched_again(server, folder):
    archive = folder / "cifar-10-python.tar.gz"
    folder.mkdir()
    archive.write_bytes(served.archives()[archive.name][:1000])
    check_cifar10(cifar10())
    assert len(server.asked) == 1 and not archive.exists()


def test_what_arrives_broken_once_is_fetched_again(server):
    server.broken = ["/first/cifar-10-python.tar.gz", "/first/t10k-labels-idx1-ubyte.gz"]
    check_cifar10(cifar10())
    check_mnist(mnist())
    assert server.asked.count("/first/cifar-10-python.tar.gz") == 2
    assert server.asked[-1] == "/second/t10k-labels-idx1-ubyte.gz"


def test_what_arrives_broken_twice_is_said(server, folder):
    server.broken = ["/first/cifar-10-python.tar.gz"] * 2
    with pytest.raises(
        DataUnavailableError, match=r"cifar10: CIFAR-10 arrives damaged: .*md5 sum.*digits\(\) needs no net"
    ):
        cifar10()
    assert files_in(folder) == {".cifar10.lock"}
    check_cifar10(cifar10())


def test_a_mirror_that_has_it_not_is_passed_over(server):
    server.missing = {"first"}
    check_mnist(mnist())
    assert all(path.startswith("/second/") for path in server.asked)


FETCH = """
import sys
from tests.course_utils import datasets_served as served
from tests.course_utils.datasets_served import check_cifar10, check_mnist, files_in
from course_utils.datasets import cifar10, mnist
served.point_torchvision_at(sys.argv[1])
print(mnist().sha256, cifar10(classes=5, size=30).sha256)
"""


@pytest.mark.slow
def test_processes_at_once_fetch_once_and_agree(server, folder):
    server.pause = 0.5
    processes = [
        subprocess.Popen([sys.executable, "-c", FETCH, server.address], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(2)
    ]
    said = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert len({text.splitlines()[-1] for text in said}) == 1
    assert len(server.asked) == len(set(server.asked)) == 5
    check_mnist(mnist())


def test_a_process_that_died_leaves_nothing_in_the_way(server, folder):
    left = folder / "MNIST" / "raw" / ".mnist-dead.part"
    left.mkdir(parents=True)
    (left / "train-images-idx3-ubyte.gz").write_bytes(b"half")
    check_mnist(mnist())
    assert not left.exists()


def test_the_real_mnist(monkeypatch):
    real = os.environ.get("COURSE_MNIST")
    if not real or not (Path(real) / "MNIST" / "raw").is_dir():
        pytest.skip("COURSE_MNIST names no folder that holds MNIST/raw, so the real files are not read")
    monkeypatch.setenv("COURSE_DATA", real)
    found = mnist()
    assert [len(split) for split in found.splits.values()] == [50_000, 10_000, 10_000]
    assert found.train.images.shape[1:] == (1, 28, 28)
    assert found.train.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert found.test.labels[:5].tolist() == [7, 2, 1, 0, 4]
