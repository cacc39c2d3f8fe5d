"""The Chinese edition beside the English one: the same course, cell by cell, and set as Chinese is.

The prose is written anew, so nothing here compares sentences. What must agree is what can be
counted: cells, code, headings, questions, links, the article's words, and every number. Numbers
that differ because the Chinese sentences are others stand in `OTHERWISE`, and a test computes them.
"""

import re
from fractions import Fraction

import numpy as np
import pytest
from chinese import HAN, found, left_in_english
from quotations import ARTICLE, unquoted
from test_lessons import CHINESE, ENGLISH, NOTEBOOKS, ROOT, cells, code

import w2v_lab as w2v
from w2v_lab.lessons.l05.runs import recorded
from w2v_lab.messages import catalogue, text_files
from w2v_lab.toys import GRAMMARS, TOY_TEXTS

LESSON = pytest.mark.parametrize("path", CHINESE, ids=lambda path: path.stem)
DEMO = NOTEBOOKS / "zh" / "demo.ipynb"  # the teacher's notebook is no lesson, but a pair as well
EVERY = pytest.mark.parametrize("path", [*CHINESE, DEMO], ids=lambda path: path.stem)

# In the Chinese edition: what stands where the English one says so
FIXED = {
    "In a sentence": "一句话总结",
    "Three questions": "三个问题",
    "Exercise": "练习",
    "Your surprises": "意料之外",
    "Further": "延伸",
    "The map of the course": "课程地图",
}

# Numbers that the sentences of a language bring with them: (lesson, cell): (English, Chinese)
OTHERWISE: dict[tuple[str, str], tuple[set[float], set[float]]] = {
    ("05", "m09"): ({0.69, 1.44}, {0.58, 1.83}),
    ("06", "m38"): ({2.16, 2.48, 1.48}, {2.09, 2.30, 1.50}),  # held in tests/test_lesson_06.py
    ("08", "m04"): ({12, 2.485}, {10, 2.303}),  # and in tests/test_lesson_08.py
    ("09", "m31"): ({2.2, 3, 2, 0.4, 1.3}, {2.2e6, 3e6, 2e6, 1.3e6}),  # M words, in 万
}


def pairs(path):
    """The Markdown cells of both editions, as (id, English, Chinese)."""
    texts = ({name: s for name, kind, s in cells(p) if kind == "markdown"} for p in both(path))
    english, chinese = texts
    return [(name, english[name], chinese[name]) for name in english]


def both(path):
    return NOTEBOOKS / path.name, path


def bare(text):
    """A Chinese cell as a reader of sentences sees it: without code, formulas, addresses."""
    text = re.sub(r"```.*?```|`[^`]*`", "C", unquoted(text), flags=re.DOTALL)
    text = re.sub(r"\$\$.*?\$\$", "", text, flags=re.DOTALL)
    text = re.sub(r"\$[^$]*\$", "C", text)
    text = re.sub(r"<[^>]+>|《[^》]*》", "", text)
    return re.sub(r"\]\([^)]*\)", "]", text)


# The same course


def test_every_chinese_lesson_has_an_english_one():
    assert CHINESE and {path.name for path in CHINESE} <= {path.name for path in ENGLISH}


@EVERY
def test_both_editions_have_the_same_cells_and_the_same_code(path):
    english, chinese = both(path)
    assert [cell[:2] for cell in cells(chinese)] == [cell[:2] for cell in cells(english)]
    assert code(chinese)[1:] == code(english)[1:]
    assert code(chinese)[0] == code(english)[0].replace('set_language("en")', 'set_language("zh")')
    assert '"zh"' in code(chinese)[0]


def skeleton(text):
    """What a cell is built of: levels of headings, items, rows, folded parts, formulas."""
    return {
        "headings": [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)],
        "items": len(re.findall(r"^- ", text, re.MULTILINE)),
        "numbered": re.findall(r"^(\d+)\. ", text, re.MULTILINE),
        "rows": len(re.findall(r"^\|", text, re.MULTILINE)),
        "folded": text.count("<details>"),
        "formulas": [
            re.sub(r"\\text\{.*?\}|(?<![\\a-z])[a-z]{5,}", "", formula)
            for formula in re.findall(r"\$\$.+?\$\$|\$[^$\n]+\$", text)
        ],
        "code": sorted(c for c in re.findall("`([^`]+)`", text) if re.search(r"\w_\w", c)),
        "links": links(text),
    }


def links(text):
    """Where a text leads, without what says which language it is in."""
    return [
        re.sub(r"^(\.\./)*(zh/)?|(?<=notebooks/)zh/|\.zh(?=\.md)", "", at)
        for at in re.findall(r"\]\(([^)\s]+)\)", text)
    ]


@EVERY
def test_both_editions_are_built_alike(path):
    for name, english, chinese in pairs(path):
        assert skeleton(chinese) == skeleton(english), (path.stem, name)


@EVERY
def test_the_fixed_parts_have_their_fixed_names(path):
    for name, english, chinese in pairs(path):
        headings = [re.findall(r"^#+ (.+)$", text, re.MULTILINE) for text in (english, chinese)]
        for one, other in zip(*headings, strict=True):
            first = one.split(":")[0]
            assert other.startswith(FIXED.get(first, "")), (name, one, other)
            assert (other.split("：")[0] in FIXED.values()) == (first in FIXED), (name, other)


@LESSON
def test_a_chinese_lesson_opens_and_ends_as_the_others_do(path):
    first, last = (pairs(path)[at][2] for at in (0, -1))
    assert re.match(rf"# {path.stem[:2]} · .+？\n", first)
    assert re.search(r"^\*\*学完这一课\*\*，", first, re.MULTILINE)
    assert re.search(r"\*\*用时\*\*：\d+ 分钟。", first)
    assert f"[English](../{path.name})" in first
    assert f"[中文版](zh/{path.name})" in pairs(path)[0][1]
    assert "**下一课**：" in last


# The same facts

UP_TO_TWENTY = re.findall(
    r"\w+",
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty
    """,
)
ENGLISH_NUMBERS = {word: value for value, word in enumerate(UP_TO_TWENTY)} | {
    **{"twenty-two": 22, "thirty": 30, "zeros": 0, "once": 1, "twice": 2, "half": 2, "third": 3},
    **{"quarter": 4, "fifth": 5, "sixth": 6, "tenfold": 10, "twentieth": 20, "hundredth": 100},
    **{"first": 1, "second": 2, "halves": 2, "halved": 2, "double": 2, "doubled": 2},
}
POWERS = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
HAN_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "半": 2}
HAN_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def written(text):
    """The numbers in digits: thousands joined, `.5` as 0.5, 300 万 and 3 million as they count."""
    text = re.sub(r"(?<=\d)[, ](?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(\d)_(?=\d{3})", r"\1", text)
    powers = POWERS | HAN_POWERS
    found_ = re.findall(rf"(\d*\.?\d+)(?: ?({'|'.join(powers)})(?![a-z]))?", text)
    values = {float(Fraction(number) * powers.get(power, 1)) for number, power in found_}
    return values | {float(f) for f in map({"½": 0.5, "¾": 0.75}.get, text) if f}


def spoken(text):
    """The numbers in words, in either language."""
    values = {ENGLISH_NUMBERS[word] for word in re.findall(r"[a-z-]+", text.lower())
              if word in ENGLISH_NUMBERS}  # fmt: skip
    for number, power in re.findall(r"([a-z]+) (hundred|thousand|million)", text.lower()):
        values |= {ENGLISH_NUMBERS.get(number, 1) * POWERS[power]}
    for number, power in re.findall(r"([a-z]+) hundred (thousand)", text.lower()):
        values |= {ENGLISH_NUMBERS.get(number, 1) * 100 * POWERS[power]}
    for signs in re.findall(rf"[{''.join(HAN_DIGITS)}{''.join(HAN_POWERS)}]+", text):
        values |= {by_the_signs(signs)} | {HAN_DIGITS[s] for s in signs if s in HAN_DIGITS}
    return {float(value) for value in values}


def by_the_signs(signs):
    """四分之一 gives its parts; 二十二 and 十万 are read as a whole."""
    whole = part = digit = 0
    for sign in signs:
        if sign in HAN_DIGITS:
            digit = HAN_DIGITS[sign]
        elif (power := HAN_POWERS[sign]) < 10**4:
            part, digit = part + (digit or 1) * power, 0
        else:
            whole, part, digit = whole + ((part + digit) or 1) * power, 0, 0
    return whole + part + digit


def facts(text):
    """A cell's text in which its numbers are looked for."""
    text = re.sub(r"\]\([^)]*\)", "]", unquoted(text))
    return re.sub(r"§[\d.]+|\bA\d\b|^\d+\. ", "", text, flags=re.MULTILINE)


@EVERY
def test_every_number_is_said_in_both_editions(path):
    for name, *texts in pairs(path):
        english, chinese = map(facts, texts)
        more, instead = OTHERWISE.get((path.stem[:2], name), (set(), set()))
        lost = written(english) - written(chinese) - spoken(chinese) - more
        new = written(chinese) - written(english) - spoken(english) - instead
        assert (lost, new) == (set(), set()), (path.stem, name)
        assert more <= written(english) | spoken(english), (name, "no longer there")
        assert instead <= written(chinese) | spoken(chinese), (name, "no longer there")


# The texts for teachers, section by section. The song's words, and so its tree, differ:
# tests/test_repository.py computes the numbers of both.
GUIDES = ["docs/teachers", "docs/tasks", "docs/hub/README"]
SONGS = {"4. The living tree (lesson 06)": ({19, 11, 12}, {15, 9, 10})}


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_says_the_same_numbers_and_leads_to_the_same_places(guide):
    english, chinese = (
        re.split(r"^#+ ", (ROOT / f"{guide}{ending}").read_text("utf-8"), flags=re.MULTILINE)
        for ending in (".md", ".zh.md")
    )
    assert len(chinese) == len(english) > 3
    for one, other in zip(english, chinese, strict=True):
        name = one.split("\n")[0]
        more, instead = SONGS.get(name, (set(), set()))
        told, said = facts(one), facts(other)
        assert written(told) - written(said) - spoken(said) == more, name
        assert written(said) - written(told) - spoken(told) == instead, name
        there, too = ([at.split("#")[0] for at in links(text)] for text in (one, other))
        assert there == too, name


@EVERY
def test_the_article_is_quoted_in_chinese_too_word_for_word(path):
    sections = {told: where for where, texts in ARTICLE.items() for told in texts}
    for name, english, chinese in pairs(path):
        for words in re.findall("“([^“”]*)”", english):
            where = [section for told, section in sections.items() if words in told]
            if where:
                at = [paragraph for paragraph in chinese.split("\n") if f"“{words}”" in paragraph]
                assert at, (name, words)
                said = {"reader": "读者"}.get(where[0], where[0])
                assert said in at[0], (name, words, said)


def test_lesson_05_lengths_of_two_seeds_differ_by_these_factors():
    for language, told in zip(("en", "zh"), OTHERWISE["05", "m09"], strict=True):
        w2v.set_language(language)
        one, other = (
            np.linalg.norm(run.W_in_at(len(run.losses)), axis=1) for run in map(recorded, (0, 1))
        )
        assert {round(float(f(other / one)), 2) for f in (np.min, np.max)} == told


# Set as Chinese is


@EVERY
def test_the_prose_has_the_words_and_the_marks_of_the_course(path):
    for name, _, chinese in pairs(path):
        text = re.sub(rf"“[{HAN} /]*[{HAN}] [{HAN}][{HAN} /]*”", "“C”", bare(chinese))
        text = re.sub(r"^\|.*$|^(#+|-|\d+\.) |\*\*", "", text, flags=re.MULTILINE)
        text = re.sub(r"[(\[][A-Za-z0-9.−, ]+[)\]]", "C", text)  # points, shapes
        assert found(text) == [], (path.stem, name)
        assert stars_for_letters(chinese) == [], (path.stem, name)


def stars_for_letters(text):
    """Bold that Markdown leaves as stars: a mark just inside, a letter just outside."""
    return [
        at[0]
        for at in re.finditer(r"\*\*(.+?)\*\*", text)
        if (re.match(r"[“（《]", at[1]) and re.search(r"\w$", text[: at.start()]))
        or (re.search(r"[”）》。，：；？！]$", at[1]) and re.match(r"\w", text[at.end() :]))
    ]


@EVERY
def test_no_han_is_slanted_and_no_english_is_left_over(path):
    for name, _, chinese in pairs(path):
        text = bare(chinese)
        assert re.findall(rf"(?<!\*)\*[^*\n]*[{HAN}][^*\n]*\*(?!\*)", text) == [], name
        assert left_in_english(text) == set(), name


@EVERY
def test_what_a_reader_is_told_to_press_stands_on_the_screen(path):
    shown = {entry["zh"] for file in text_files() for entry in catalogue(file).values()}
    for name, _, chinese in pairs(path):
        told = re.findall("(?:按|选|打开|切到|阶段|点)“([^”]+)”", chinese)
        words = {name for name in told if "→" not in name}
        assert words - shown - set(toy_words()) == set(), (path.stem, name)


def toy_words():
    return {w for name in (*TOY_TEXTS, *GRAMMARS) for s in w2v.toy_sentences(name, "zh") for w in s}


@pytest.mark.parametrize(
    ("english", "chinese", "agree"),
    [
        ("three million", "300 万", True),
        ("900,000,000", "9 亿", True),
        ("twenty-two", "22", True),
        ("a tenth: 0.1", "十分之一：0.1", True),
        ("a probability of .5", "概率是 0.5", True),
        ("8 words", "八个词", True),
        ("100,000 words", "10 万个词", True),
        ("8 words", "9 个词", False),
        ("35 of 40", "40 次", False),
    ],
)
def test_a_number_is_read_in_either_language(english, chinese, agree):
    lost = written(english) - written(chinese) - spoken(chinese)
    new = written(chinese) - written(english) - spoken(english)
    assert (not lost and not new) == agree
