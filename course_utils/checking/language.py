"""The sentences of the checks in English and Traditional Chinese, and the current language."""

from collections.abc import Iterator
from contextlib import contextmanager

ENGLISH, CHINESE = "en", "zh-Hant"
_language = ENGLISH

SENTENCES = {
    "unanswered": {
        "en": "not answered yet",
        "zh-Hant": "尚未作答",
    },
    "in a grid": {
        "en": "Only the code in a cell is handed in, not the grid. Press `Copy as Python` below the grid and paste "
        "that line here, in place of the grid.",
        "zh-Hant": "格子本身不會被繳交，只有 cell 裡寫的才會。"
        "請按格子下方的 `Copy as Python`，把那一行貼到這裡取代格子。",
    },
    "number": {
        "en": "You have {got}, and it is not {looked_for}.",
        "zh-Hant": "你的答案是 {got}，但這不是{looked_for}。",
    },
    "the expected number": {
        "en": "the expected number",
        "zh-Hant": "題目要的數",
    },
    "one number": {
        "en": "Expected one number, got an answer of shape {got}.",
        "zh-Hant": "題目要的是一個數；你的答案形狀是 {got}。",
    },
    "other shape": {
        "en": "Your answer has the shape {got}. The expected shape is different.",
        "zh-Hant": "你的答案形狀是 {got}，與題目要的不同。",
    },
    "other map": {
        "en": "Your map has the shape {got}. The expected shape is different. Count the places where the window fits, "
        "along the rows and down the columns.",
        "zh-Hant": "你的特徵圖形狀是 {got}，與題目要的不同。數一數視窗橫向、縱向各能放幾個位置。",
    },
    "cells": {
        "en": "{right} of {of} cells are right. Look again at {place}, where you have {got}.",
        "zh-Hant": "{of} 格中有 {right} 格正確。請再看一次{place}，你寫的是 {got}。",
    },
    "numbers": {
        "en": "{right} of {of} numbers are right. Look again at number {index} (counting from 0): you have {got}.",
        "zh-Hant": "{of} 個數中有 {right} 個正確。請再看第 {index} 個(從 0 數起)，你寫的是 {got}。",
    },
    "place": {
        "en": "row {row}, column {column} (counting from 0)",
        "zh-Hant": "第 {row} 列、第 {column} 行(從 0 數起)",
    },
    "numbers expected": {
        "en": "expected numbers, got {got}",
        "zh-Hant": "題目要的是數字，得到的是 {got}",
    },
    "rows differ": {
        "en": "the rows have different lengths ({lengths})",
        "zh-Hant": "各列的長度不同（{lengths}）",
    },
    "cell": {
        "en": "row {row}, column {column}",
        "zh-Hant": "第 {row} 列、第 {column} 行",
    },
    "still empty": {
        "en": "{where} is still empty",
        "zh-Hant": "{where}還是空的",
    },
    "not a number": {
        "en": "expected a number at {where}, got {got}",
        "zh-Hant": "{where}不是數字，得到的是 {got}",
    },
    "no source": {
        "en": "The source code of your function cannot be read. Define it with `def` in a plain cell, without %%time "
        "or exec.",
        "zh-Hant": "看不到你的函式原始碼。請在一般的 cell 裡用 `def` 定義，不要用 %%time 或 exec。",
    },
    "not numbers": {
        "en": "Not a table of numbers yet: {why}.",
        "zh-Hant": "還不能讀成數字：{why}。",
    },
    "not finite": {
        "en": "There is a NaN or an infinity among your numbers.",
        "zh-Hant": "你的數字裡有 NaN 或無限大。",
    },
    "no function": {
        "en": "Expected a function, got {got}.",
        "zh-Hant": "題目要的是函式，你給的是 {got}。",
    },
    "returned nothing": {
        "en": "Your function returned nothing (None). Is there a `return` at its end?",
        "zh-Hant": "你的函式沒有回傳值(None)。最後有寫 `return` 嗎？",
    },
    "raised": {
        "en": "Your function stopped with {kind}: {text}",
        "zh-Hant": "你的函式因 {kind} 而中止：{text}",
    },
    "library": {
        "en": "`{name}` does the work for you. Write it yourself; you may compare with it afterwards.",
        "zh-Hant": "`{name}` 直接替你算好了。請自己寫，之後再拿它來比對。",
    },
    "or": {
        "en": "Or: {hint}",
        "zh-Hant": "或者：{hint}",
    },
    "hint": {
        "en": "Hint {level} of {of} · {question}",
        "zh-Hant": "提示 {level}/{of} · {question}",
    },
    "standing": {
        "en": "{right} of {of} questions right.",
        "zh-Hant": "{of} 題中有 {right} 題正確。",
    },
    "ready": {
        "en": "Ready to hand in",
        "zh-Hant": "可以繳交了",
    },
    "zip beside": {
        "en": "`{name}` is in the same folder as this notebook.",
        "zh-Hant": "`{name}` 就在這份 notebook 旁邊。",
    },
    "zip downloaded": {
        "en": "`{name}` is in your browser's downloads.",
        "zh-Hant": "`{name}` 已下載到你的電腦。",
    },
    "not saved": {
        "en": "The page did not respond in time: your latest changes may be missing. Save (Ctrl+S) and run again.",
        "zh-Hant": "網頁沒有及時回應，最新的修改可能不在裡面。請先存檔（Ctrl+S）再執行一次。",
    },
    "not written": {
        "en": "Nothing written",
        "zh-Hant": "沒有寫出檔案",
    },
    "file unknown": {
        "en": "The file of this notebook was not found; it may have been renamed since it was opened. Save it and hand "
        "in the .ipynb itself, or restart the kernel and run again.",
        "zh-Hant": "找不到這份 notebook 的檔案，可能開啟後改了檔名。"
        "請存檔後直接繳交 .ipynb，或重新啟動 kernel 再執行。",
    },
    "case": {
        "en": "For {case}: {message}",
        "zh-Hant": "在 {case} 時：{message}",
    },
}


def say(sentence: str, **values: object) -> str:
    """Return one of SENTENCES in the current language.

    >>> say("still empty", where="row 0, column 1")
    'row 0, column 1 is still empty'
    """
    return in_language(SENTENCES[sentence]).format(**values)


def in_language(texts: dict[str, str]) -> str:
    """Return the text in the current language, or in English if there is no translation.

    >>> in_language({"en": "Right", "zh-Hant": "正確"})
    'Right'
    """
    return texts.get(_language, texts[ENGLISH])


def normal(lang: str) -> str:
    """Return "en" or "zh-Hant" for common spellings: "en", "zh", "zh-TW", "zh_Hant"; raise ValueError for others.

    >>> normal("zh-TW")
    'zh-Hant'
    """
    code = lang.lower().replace("_", "-").split("-")[0]
    if code not in ("en", "zh"):
        raise ValueError(f'lang must be "en" or "zh", got {lang!r}')
    return CHINESE if code == "zh" else ENGLISH


@contextmanager
def spoken(lang: str) -> Iterator[None]:
    """Switch to another language within a `with` block."""
    global _language
    before, _language = _language, lang
    try:
        yield
    finally:
        _language = before
