"""Floor 0: the catalogue and the errors, in both languages, no text missing and none too many."""

import ast
import copy
import io
import pickle
import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest

import w2v_lab as w2v
from w2v_lab.messages import (
    LANGUAGES,
    LONGEST_QUOTE,
    catalogue,
    fill,
    get_language,
    message,
    text_files,
)

PACKAGE = Path(w2v.__file__).parent
FILES = sorted(text_files())
ERRORS = list(catalogue("errors"))
HAN = re.compile("[\u4e00-\u9fff]")


def places(text: str) -> set[str]:
    """The names of a text's {places}."""
    return set(re.findall(r"\{(\w+)\}", text))


@cache
def calls() -> list[tuple[str, str, ast.Call]]:
    """Every call that asks for a message: (where, "error" or "message", the call)."""
    kinds = {
        "W2VError": "error",
        "UnknownWordError": "error",
        "PartError": "error",
        "message": "message",
    }
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", None))
                if name in kinds:
                    where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                    found.append((where, kinds[name], node))
    return found


@cache
def used() -> list[tuple[str, str, str, set[str]]]:
    """Every message named in the source: (where, file, key, the places that are filled)."""
    found = []
    for where, kind, call in calls():
        first = call.args[0] if call.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            name = f"errors.{first.value}" if kind == "error" else first.value
            file, _, key = name.partition(".")
            found.append((where, file, key, {word.arg for word in call.keywords if word.arg}))
    return found


# The catalogue


@pytest.mark.parametrize("file", FILES)
def test_every_message_speaks_both_languages_with_the_same_places(file):
    for key, entry in catalogue(file).items():
        assert set(entry) == set(LANGUAGES), key
        assert places(entry["en"]) == places(entry["zh"]), key
        assert all(text.strip() for text in entry.values()), key


def test_every_message_that_the_library_names_exists():
    assert len(used()) >= 30
    assert not [
        (where, file, key)
        for where, file, key, _ in used()
        if file not in FILES or key not in catalogue(file)
    ]


def test_every_error_fills_exactly_the_places_of_its_text():
    wrong = [
        (where, key, filled ^ places(catalogue("errors")[key]["en"]))
        for where, file, key, filled in used()
        if file == "errors" and filled != places(catalogue("errors")[key]["en"])
    ]
    assert not wrong


def test_every_error_is_raised_by_a_name_written_in_the_source():
    named = {where for where, *_ in used()}
    assert not [where for where, kind, _ in calls() if kind == "error" and where not in named]


def test_no_error_stands_in_the_catalogue_that_nobody_raises():
    assert {*ERRORS} - {key for _, file, key, _ in used() if file == "errors"} == set()


# Texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_can_be_made_and_reads_well(language):
    w2v.set_language(language)
    for key in ERRORS:
        check_error(key, language)


def check_error(key, language):
    values = {place: f"<{place}>" for place in places(catalogue("errors")[key]["en"])}
    error = w2v.W2VError(key, **values)
    text = str(error)
    assert all(value in text for value in values.values())
    assert not re.search(r"[{}]|  |\n|None", text)
    assert text.endswith("." if language == "en" else "。")
    assert bool(HAN.search(text)) == (language == "zh")
    assert (error.key, error.values) == (key, values)


def zip_of(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, name)
    return file.getvalue()


def attempts() -> dict[str, object]:
    """One way to each error of floors 0 to 3 that starts at a public name."""
    vocabulary = w2v.Vocabulary.from_sentences([["the", "king"]])
    model = w2v.Model(vocabulary)
    example = w2v.Example((0,), (1,))
    recording = w2v.record(model, [example])
    sampler = w2v.Model(vocabulary, output="negative-sampling")
    hierarchical = "hierarchical-softmax"
    sentences = [["the", "king"]]
    return {
        "unknown_word": lambda: vocabulary.one_hot("queen"),
        "not_a_seed": lambda: w2v.Model(vocabulary, seed=-1),
        "foreign_step": lambda: w2v.Model(vocabulary, 9).apply(model.step(example), 0.1),
        "not_a_word": lambda: vocabulary.id(None),
        "id_out_of_range": lambda: vocabulary.id(2),
        "ids_not_words": lambda: w2v.Example(["king"], ["the"]),
        "sentences_are_text": lambda: w2v.Vocabulary.from_sentences("the king"),
        "sentence_is_text": lambda: w2v.Vocabulary.from_sentences(["the king"]),
        "sentences_are_no_list": lambda: w2v.Vocabulary.from_sentences(7),
        "no_words": lambda: w2v.Vocabulary.from_sentences([]),
        "min_count_too_high": lambda: w2v.Vocabulary.from_sentences([["the"]], min_count=2),
        "unknown_choice": lambda: w2v.examples([["the"]], vocabulary, "skipgram"),
        "not_a_count": lambda: w2v.Model(vocabulary, vector_size=0),
        "empty_text": lambda: w2v.read_text(""),
        "text_too_long": lambda: w2v.read_text("k" * 1_000_001),
        "not_text": lambda: w2v.read_text(7),
        "file_unreadable": lambda: w2v.read_file("missing/file.txt"),
        "file_damaged": lambda: w2v.read_file(io.BytesIO(b"\x1f\x8b broken")),
        "zip_of_many": lambda: w2v.read_file(io.BytesIO(zip_of("a.txt", "b.txt"))),
        "file_unwritable": lambda: w2v.Vectors(["the"], [[1.0]]).save("missing/file.txt"),
        "another_kind": lambda: w2v.read_text(b"%PDF-1.7"),
        "zeros_in_text": lambda: w2v.read_text(b"the\0king"),
        "no_encoding": lambda: w2v.read_text(b"\xff\xff"),
        "not_this_encoding": lambda: w2v.read_text(b"\xff", encoding="utf-8"),
        "unknown_encoding": lambda: w2v.read_text(b"king", encoding="hex"),
        "no_vocabulary": lambda: w2v.Model([["the", "king"]]),
        "no_example": lambda: model.step((0, 1)),
        "no_negatives_here": lambda: model.step(example, [[1]]),
        "no_step": lambda: model.apply(example, 0.1),
        "no_learning_rate": lambda: model.apply(model.step(example), "0.1"),
        "no_inputs": lambda: model.hidden([]),
        "no_examples": lambda: w2v.train(model, []),
        "not_kept": lambda: recording.W_in_at(9),
        "negatives_by_target": lambda: sampler.step(example, [0, 1]),
        "no_probability": lambda: sampler.probability(0, 1),
        "not_a_number": lambda: w2v.Noise([1, 2], "3/4"),
        "not_counts": lambda: w2v.huffman_tree(["the", "king"]),
        "no_counts": lambda: w2v.entropy([0, 0]),
        "no_tree": lambda: w2v.Model(vocabulary, output=hierarchical, tree=w2v.huffman_tree([1])),
        "no_rng": lambda: w2v.examples(sentences, vocabulary, shrink_windows=True),
        "only_skip_gram": lambda: w2v.examples(sentences, vocabulary, "cbow", pairs=True),
        "not_a_sample": lambda: w2v.keep_probabilities([1, 2], -1),
    }


def test_there_is_a_way_to_every_error_of_the_lower_floors():
    lower = {
        "messages",
        "packing",
        "encodings",
        "corpus",
        "examples",
        "noise",
        "trees",
        "outputs",
        "model",
        "training",
    }
    raised = {
        key for where, file, key, _ in used() if file == "errors" and where.split(".py")[0] in lower
    }
    assert set(attempts()) == raised


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_of_the_lower_floors_is_met_on_its_way(language):
    w2v.set_language(language)
    for key, attempt in attempts().items():
        check_attempt(key, attempt, language)


def check_attempt(key, attempt, language):
    with pytest.raises(w2v.W2VError) as caught:
        attempt()
    assert caught.value.key == key
    assert bool(HAN.search(str(caught.value))) == (language == "zh")
    assert not re.search(r"\{\w+\}", str(caught.value))


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))]
)
def test_an_error_can_be_copied_and_sent_to_another_process(again):
    error = w2v.UnknownWordError("unknown_word", word="x", V=2, near="a, b")
    same = again(error)
    assert (type(same), str(same), same.key) == (type(error), str(error), error.key)


@pytest.mark.parametrize(
    "value", ["{b}", "{a}", "{0}", "{a.__class__}", "\\1", "\\g<0>", "%s", "$a"]
)
def test_a_value_is_never_read_as_a_pattern(value):
    assert fill("{a} and {b}", {"a": value, "b": "{a}"}) == f"{value} and {{a}}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3, "3"),
        (0.5, "0.5"),
        (None, "None"),
        (["a", "b"], "['a', 'b']"),
        ("king", "king"),
        ("k" * LONGEST_QUOTE, "k" * LONGEST_QUOTE),
        ("k" * (LONGEST_QUOTE + 1), "k" * LONGEST_QUOTE + "…"),
        (["k"] * 10_000, str(["k"] * 10_000)[:LONGEST_QUOTE] + "…"),
        ("a\0b\nc", "a\\u0000b\\u000ac"),
        ("\u202ek\u2028", "\\u202ek\\u2028"),
        ("\ud800", "\ufffd"),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_an_error_repeats_a_value_on_one_short_line(value, shown):
    assert w2v.W2VError("not_a_word", got=value).values["got"] in (value, shown)
    assert f"this is {shown}. " in str(w2v.W2VError("not_a_word", got=value))


def test_a_number_too_long_to_print_is_named_all_the_same():
    assert len(str(w2v.W2VError("not_a_word", got=10**5000))) < 300


# Languages


def test_the_language_changes_what_is_made_from_then_on_and_nothing_before():
    before = w2v.W2VError("no_inputs")
    w2v.set_language("zh")
    assert get_language() == "zh"
    assert str(w2v.W2VError("no_inputs")) == catalogue("errors")["no_inputs"]["zh"]
    assert str(before) == catalogue("errors")["no_inputs"]["en"]
    w2v.set_language("en")
    assert message("errors.no_inputs") == catalogue("errors")["no_inputs"]["en"]


@pytest.mark.parametrize("language", ["fr", "EN", "", None, 7, ["en"]])
def test_another_language_is_refused_and_the_old_one_stays(language):
    w2v.set_language("zh")
    with pytest.raises(w2v.W2VError, match=r"en.*zh"):
        w2v.set_language(language)
    assert get_language() == "zh"


def test_a_new_process_speaks_english():
    code = "from w2v_lab.messages import get_language; print(get_language())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "en"
