"""mnist() and cifar10() without a network, on a full disk and in a cache that is read-only: one clear line each."""

import errno
from urllib.error import URLError

import pytest

from course_utils.datasets import DataUnavailableError, cifar10, fetching, mnist
from tests.autograder.small_disk import Disk, apart
from tests.course_utils import datasets_served as served
from tests.course_utils.datasets_served import check_cifar10, check_mnist


@pytest.fixture
def server(monkeypatch, tmp_path):
    yield from served.serving(monkeypatch, tmp_path / "cache")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache"


def one_line(error: BaseException, *parts: str) -> None:
    text = str(error)
    assert "\n" not in text and all(part in text for part in parts), text
    assert text.endswith(("digits() needs no network.",))


def test_no_network_is_one_line_that_names_the_offline_default(server, folder):
    server.shutdown()
    server.server_close()
    with pytest.raises(DataUnavailableError) as caught:
        mnist()
    one_line(caught.value, "mnist: no network, so MNIST (12 MB) cannot be downloaded", "Connection refused", "mnist()")
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    with pytest.raises(DataUnavailableError) as caught:
        cifar10(classes=5, size=30)
    one_line(caught.value, "cifar10: no network, so CIFAR-10 (170 MB)", "Go online and call cifar10() again")


def test_a_network_that_never_answers_is_given_up(server, monkeypatch):
    monkeypatch.setattr(fetching, "TIMEOUT", 0.2)
    server.pause = 2
    with pytest.raises(DataUnavailableError, match="timed out"):
        cifar10()


def test_a_download_broken_off_goes_on_with_what_is_whole(server, folder):
    server.missing = {"second"}
    del server.files["t10k-images-idx3-ubyte.gz"]
    with pytest.raises(DataUnavailableError):
        mnist()
    assert {path.name for path in (folder / "MNIST" / "raw").iterdir()} == {
        "train-images-idx3-ubyte.gz",
        "train-labels-idx1-ubyte.gz",
    }
    server.files, server.asked[:] = served.archives(), []
    check_mnist(mnist())
    assert server.asked == ["/first/t10k-images-idx3-ubyte.gz", "/first/t10k-labels-idx1-ubyte.gz"]


def test_a_disk_too_small_is_said_before_anything_is_asked_for(server, tmp_path):
    def on_a_small_disk():
        Disk(tmp_path / "cache")
        with pytest.raises(DataUnavailableError) as caught:
            cifar10()
        one_line(caught.value, "cifar10: the disk is full: CIFAR-10 needs 375 MB in", "COURSE_DATA", "another disk")

    apart(on_a_small_disk)
    assert server.asked == []


@pytest.mark.parametrize("pages", [1, 5])  # full in the download of the first file, and in unpacking it
def test_a_disk_that_fills_up_is_said_and_nothing_half_stays(server, tmp_path, monkeypatch, pages):
    monkeypatch.setattr(fetching, "_check_room", lambda *_: None)
    folder = tmp_path / "cache"

    def on_a_full_disk():
        disk = Disk(folder)
        disk.fill(leave=pages)
        with pytest.raises(DataUnavailableError) as caught:
            mnist()
        one_line(caught.value, "mnist: the disk is full: MNIST needs 67 MB in", "Free some space there")
        assert not list(folder.rglob("*.part"))
        assert not list(folder.rglob("*-ubyte"))
        disk.make_room()
        check_mnist(mnist())

    apart(on_a_full_disk)


def test_a_full_disk_is_said_also_where_the_second_try_by_http_hides_it(server, monkeypatch):
    def full_then_refused(url, root, name, md5):
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError:
            raise URLError(ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"))  # noqa: B904

    monkeypatch.setattr("torchvision.datasets.utils.download_url", full_then_refused)
    with pytest.raises(DataUnavailableError, match="mnist: the disk is full"):
        mnist()


def test_cifar10_that_cannot_be_kept_is_given_all_the_same(server, tmp_path, capfd):
    folder = tmp_path / "cache"
    cifar10()
    batches = {path.name: path.read_bytes() for path in folder.glob("*/*batch*")}

    def on_a_disk(of_what):
        disk = Disk(folder)
        (folder / "cifar-10-batches-py").mkdir()
        for name, content in batches.items():
            (folder / "cifar-10-batches-py" / name).write_bytes(content)
        disk.fill(leave=1) if of_what == "full" else disk.read_only()
        check_cifar10(cifar10())

    for of_what in ("full", "read-only"):
        apart(lambda of_what=of_what: on_a_disk(of_what))
        assert "cifar10 is ready, but could not be saved in" in capfd.readouterr().out


def test_a_read_only_cache_serves_what_it_has_and_says_what_it_has_not(server, tmp_path):
    def on_a_read_only_disk():
        disk = Disk(tmp_path / "cache")
        mnist_there = tmp_path / "cache" / "MNIST" / "raw"
        mnist_there.mkdir(parents=True)
        for name, array in served.mnist_pictures().items():
            (mnist_there / name).write_bytes(served.idx(array))
        disk.read_only()
        check_mnist(mnist())
        with pytest.raises(DataUnavailableError) as caught:
            cifar10()
        one_line(caught.value, "cifar10: cannot write to", "Read-only file system", "COURSE_DATA to a folder of your")

    apart(on_a_read_only_disk)
    assert server.asked == []
