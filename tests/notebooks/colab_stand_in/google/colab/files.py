"""Stands in for google.colab.files: notes what the page would download."""

downloads: list[str] = []


def download(filename: str) -> None:
    downloads.append(filename)
