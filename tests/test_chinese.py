"""The Chinese texts: the words that the course does not use, and how they are set.

What a text quotes of code, in quotes or brackets, is left alone.
"""

import re

import pytest
from chinese import HAN, found, without_code

import w2v_lab as w2v
from w2v_lab import lessons
from w2v_lab.messages import catalogue, text_files

EVERY = pytest.mark.parametrize("file", sorted(text_files()))


@EVERY
def test_a_chinese_text_has_the_words_and_the_marks_of_the_course(file):
    wrong = {key: found(without_code(entry["zh"])) for key, entry in catalogue(file).items()}
    assert {key: faults for key, faults in wrong.items() if faults} == {}


@EVERY
def test_no_text_is_left_in_english(file):
    terms = {"softmax", "cos", "log", "PMI", "sample", "English", "EH", "Huffman", "CBOW"}
    terms |= {"skip", "gram", "ICD", "GloVe", "fastText"}
    for key, entry in catalogue(file).items():
        words = re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", "", entry["zh"]))
        assert re.search(f"[{HAN}]", entry["zh"]) or set(words) <= terms, key


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("最重的两个：常见的词先来", "常见的词"),
        ("国王 → 统治; 第 1 次更新", None),
        ("选“王后”,再看", "half-width marks in a Chinese sentence"),
        ("第 6 行 和 第 7 行", "a space between two Chinese letters"),
        ("得到 h。 再乘", "a space beside a full-width mark"),
        ("做了3次", "no space between Chinese and Latin"),
        ('读作"国王"', "straight quotes"),
        ("正在计算...", "three dots"),
        ("“国王”、“王后”", "a mark between two quotations"),
        ("(输入)", "half-width brackets around Chinese"),
    ],
)
def test_the_net_has_no_hole(text, wrong):
    assert found(text) == ([wrong] if wrong else ["half-width marks in a Chinese sentence"])


def test_the_numbers_that_bear_an_answer_out_are_named_in_the_readers_language():
    named = {}
    for language in ("en", "zh"):
        w2v.set_language(language)
        for name in ("first_loss", "zero_gradient", "rows_touched", "who_pays"):
            evidence = lessons.find(name).prove()
            named[name, language] = [evidence.rows[0], *evidence.columns, evidence.rows[-1]]
    for name in ("first_loss", "zero_gradient", "rows_touched", "who_pays"):
        words = " ".join(named[name, "zh"])
        assert re.search(f"[{HAN}]", words) and named[name, "zh"] != named[name, "en"]
        assert not re.search(r"\b(loss|count|bits|rows|balanced)\b", words)
