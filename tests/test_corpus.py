"""Floor 0: sentences, vocabulary, reading of text, and the words that break programs."""

import bz2
import contextlib
import gzip
import itertools
import lzma
import unicodedata
from collections import Counter

import numpy as np
import pytest
from hostile import WORDS

import w2v_lab as w2v
from w2v_lab.corpus import cut_by_character, made_small
from w2v_lab.messages import LONGEST_QUOTE, clean
from w2v_lab.toys import TOY_TEXTS

SENTENCES = [["b", "a", "b"], ["c", "a", "b"], ["d"]]
UNSEEN = ("Cc", "Cf", "Zl", "Zp")  # Unicode's control, direction and line marks


@pytest.fixture
def vocabulary() -> w2v.Vocabulary:
    """Return b: 3, a: 2, c: 1, d: 1."""
    return w2v.Vocabulary.from_sentences(SENTENCES)


# Vocabulary


def test_the_most_frequent_word_comes_first_and_ties_keep_their_first_appearance(vocabulary):
    assert vocabulary.words == ["b", "a", "c", "d"]
    assert vocabulary.counts.tolist() == [3, 2, 1, 1]
    assert vocabulary.index == {"b": 0, "a": 1, "c": 2, "d": 3}
    assert len(vocabulary) == 4


def test_ties_keep_their_first_appearance_in_every_order():
    words = [str(number) for number in np.random.default_rng(0).permutation(200)]
    assert w2v.Vocabulary.from_sentences([words, words]).words == words


def test_counts_are_an_array_of_int64(vocabulary):
    assert isinstance(vocabulary.counts, np.ndarray)
    assert vocabulary.counts.dtype == np.int64
    assert vocabulary.counts.shape == (4,)


@pytest.mark.parametrize(("min_count", "words"), [(0, "bacd"), (1, "bacd"), (2, "ba"), (3, "b")])
def test_words_rarer_than_min_count_are_left_out(min_count, words):
    assert w2v.Vocabulary.from_sentences(SENTENCES, min_count=min_count).words == list(words)


def test_a_vocabulary_counts_what_a_counter_counts():
    sentences = w2v.toy_sentences("kingdom")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    tally = Counter(word for sentence in sentences for word in sentence)
    assert dict(zip(vocabulary.words, vocabulary.counts.tolist(), strict=True)) == tally
    assert sorted(vocabulary.counts, reverse=True) == vocabulary.counts.tolist()


@pytest.mark.parametrize(
    "sentences",
    [
        (sentence for sentence in SENTENCES),
        iter(SENTENCES),
        tuple(map(tuple, SENTENCES)),
        [iter(sentence) for sentence in SENTENCES],
        [np.array(sentence) for sentence in SENTENCES],
    ],
    ids=["generator", "iterator", "tuples", "sentences that are iterators", "arrays of str"],
)
def test_any_iterable_of_sentences_will_do(sentences, vocabulary):
    assert w2v.Vocabulary.from_sentences(sentences).words == vocabulary.words


def test_a_one_hot_has_a_single_one_at_the_words_id(vocabulary):
    assert vocabulary.one_hot("c").tolist() == [0, 0, 1, 0]
    assert vocabulary.one_hot("c").dtype == np.float64


def test_all_the_one_hots_together_are_the_identity_matrix(vocabulary):
    np.testing.assert_array_equal(
        [vocabulary.one_hot(word) for word in vocabulary.words], np.eye(4)
    )


def test_ids_keep_the_order_and_the_repeats_and_drop_unknown_words(vocabulary):
    assert vocabulary.ids(["a", "?", "a", "d", "!"]) == [1, 1, 3]


def test_an_id_is_checked_and_passed_through(vocabulary):
    assert [vocabulary.id("d"), vocabulary.id(3), vocabulary.id(np.int64(3))] == [3, 3, 3]
    assert type(vocabulary.id(np.int64(3))) is int


def test_membership_and_the_picture_in_words(vocabulary):
    assert "a" in vocabulary
    assert "x" not in vocabulary
    assert repr(vocabulary) == "Vocabulary of 4 words (b: 3, a: 2, c: 1, d: 1)"
    w2v.set_language("zh")
    assert repr(vocabulary) == "4 个词的词表（b：3、a：2、c：1、d：1）"
    assert repr(w2v.Vocabulary("abcdefghi", range(9, 0, -1))).endswith("g：3、h：2……）")


@pytest.mark.parametrize("read", [w2v.Vocabulary.from_sentences, w2v.fit])
@pytest.mark.parametrize(
    ("sentences", "key"),
    [
        ("the king", "sentences_are_text"),
        (b"the king", "sentences_are_text"),
        (["the king", "the queen"], "sentence_is_text"),
        ([["the"], "king"], "sentence_is_text"),
        ([["the", 7]], "not_a_word"),
        ([["the", None]], "not_a_word"),
        ([["the", b"king"]], "not_a_word"),
        ([[["the"]]], "not_a_word"),
        ([["the"], [True]], "not_a_word"),
        ([["the"], ["king", {}]], "not_a_word"),
        (7, "sentences_are_no_list"),
        (None, "sentences_are_no_list"),
        ([7], "sentences_are_no_list"),
        ([], "no_words"),
        ([[], []], "no_words"),
        (iter(()), "no_words"),
    ],
)
def test_sentences_that_are_none_are_refused_by_name(read, sentences, key):
    if read is w2v.fit and isinstance(sentences, str):
        key = "no_such_text"  # a path, then
    with pytest.raises(w2v.W2VError) as caught:
        read(sentences)
    assert caught.value.key == key


@pytest.mark.parametrize("sentences", ["the king", ["the king"]])
def test_the_error_about_a_plain_text_says_so_and_shows_it(sentences):
    with pytest.raises(w2v.W2VError, match=r"list of .*words.*the king"):
        w2v.Vocabulary.from_sentences(sentences)


def test_a_min_count_above_every_count_is_refused_with_the_highest_count():
    with pytest.raises(w2v.W2VError, match=r"is 3.*min_count=4"):
        w2v.Vocabulary.from_sentences(SENTENCES, min_count=4)


@pytest.mark.parametrize("kind", [w2v.UnknownWordError, w2v.W2VError, KeyError, ValueError])
def test_an_unknown_word_is_a_key_error_too(kind, vocabulary):
    with pytest.raises(kind) as caught:
        vocabulary.one_hot("x")
    assert str(caught.value).startswith("“x” is not among the 4 words")


def test_an_unknown_word_is_answered_with_words_like_it():
    vocabulary = w2v.Vocabulary.from_sentences([["land", "queen", "king"]])
    with pytest.raises(w2v.UnknownWordError, match="queen"):
        vocabulary.id("queeen")


@pytest.mark.parametrize(
    ("word", "key"),
    [
        (4, "id_out_of_range"),
        (-1, "id_out_of_range"),
        (True, "not_a_word"),
        (1.0, "not_a_word"),
        (None, "not_a_word"),
        (["a"], "not_a_word"),
    ],
)
def test_what_is_neither_a_word_nor_an_id_is_refused(word, key, vocabulary):
    with pytest.raises(w2v.W2VError) as caught:
        vocabulary.id(word)
    assert caught.value.key == key


# The lab's own sentences


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["kingdom", "article"])
def test_a_toy_corpus_has_a_pair_of_sentences_that_differ_in_one_word(name, language):
    first, second, *_ = w2v.toy_sentences(name, language)
    assert len(first) == len(second) >= 4
    assert sum(a != b for a, b in zip(first, second, strict=True)) == 1


@pytest.mark.parametrize("name", TOY_TEXTS)
def test_the_toy_corpus_follows_the_language(name):
    english = w2v.toy_sentences(name)
    w2v.set_language("zh")
    assert w2v.toy_sentences(name) != english == w2v.toy_sentences(name, "en")


# Reading text


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The king rules.", [["the", "king", "rules"]]),
        ("One, two! Three? Four\nfive", [["one", "two"], ["three"], ["four"], ["five"]]),
        ("one\r\ntwo\rthree\u2028four", [["one"], ["two"], ["three"], ["four"]]),
        ("It costs 3.14 at example.org", [["it", "costs", "3.14", "at", "example.org"]]),
        ("“Don't,” said (the) well-known King…", [["don't", "said", "the", "well-known", "king"]]),
        ("  many \t  spaces  ", [["many", "spaces"]]),
        ("国王统治土地。", [list("国王统治土地")]),
        ("国王 统治 土地。王后 统治！", [["国王", "统治", "土地"], ["王后", "统治"]]),
        ("我爱 Python 编程", [["我", "爱", "python", "编", "程"]]),
        ("我们 学习 word2vec", [["我们", "学习", "word2vec"]]),
        ("我用Python写2行", [["我", "用", "python", "写", "2", "行"]]),
        ("《国王》，“土地”", [list("国王土地")]),
        ("王 king 王\nthe king", [["王", "king", "王"], ["the", "king"]]),
        ("𠮷野家", [["𠮷", "野", "家"]]),
    ],
)
def test_a_text_is_cut_into_sentences_of_words(text, sentences):
    assert w2v.read_text(text) == sentences


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("国王统治", True),
        ("国王统治".encode(), True),
        ("国王统治".encode("gb18030"), True),
        ("国王 统治".encode("gb18030"), False),
        ("国王 统治", False),
        ("the king", False),
        ("the 王", False),
    ],
)
def test_the_lab_knows_when_it_cuts_chinese_into_characters(text, cut):
    assert cut_by_character(text) is cut


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("text", ["国王 统治 这片 土地。", "The king.\nThe queen."])
def test_bytes_are_read_as_the_text_they_encode(text, encoding):
    assert w2v.read_text(text.encode(encoding)) == w2v.read_text(text)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_every_kind_of_bytes_is_read(kind):
    assert w2v.read_text(kind(b"the king")) == [["the", "king"]]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", "another_kind"),
        (b"PK\3\4 a document", "another_kind"),
        (b"\xff\xfe\xfd", "not_this_encoding"),
        (b"\xfe\xfd\xfc", "no_encoding"),
        (b"the\0king", "zeros_in_text"),
        (7, "not_text"),
        (None, "not_text"),
        (["the", "king"], "not_text"),
        ("", "empty_text"),
        (b"", "empty_text"),
        (" \n\t\u3000 ", "empty_text"),
        ("... !? 。，、 “” —— ()", "empty_text"),
        ("k" * 1_000_001, "text_too_long"),
        ("the king " * 555_556, "text_too_long"),
        (b"the king " * 555_556, "text_too_long"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_cannot_be_read_is_refused_by_name(text, key):
    with pytest.raises(w2v.W2VError) as caught:
        w2v.read_text(text)
    assert caught.value.key == key


LONG = 999_999


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("k" * LONG, 1),
        ("a " * (LONG // 2), LONG // 2),
        ("a." * (LONG // 2), 1),
        ("." * (LONG - 1) + "x", 1),
        ("!?" * (LONG // 2) + "x", 1),
        ("a. " * (LONG // 3), LONG // 3),
        ("a\n" * (LONG // 2), LONG // 2),
        ("a-" * (LONG // 2), 1),
        ("a'" * (LONG // 2) + "1", 1),
        (" " * (LONG - 1) + "x", 1),
        ("(" * (LONG - 1) + "x", 1),
        ("()" * (LONG // 2 - 1) + "x", 1),
        ("字" * LONG, LONG),
        ("字a" * (LONG // 2), LONG // 2 * 2),
        ("字 " * (LONG // 2), LONG // 2),
    ],
    ids=lambda value: repr(value)[:8],
)
def test_a_pathological_text_of_almost_a_million_characters_is_read(text, words):
    assert sum(map(len, w2v.read_text(text))) == words


ENCODED = {  # what the bytes say, in an encoding that nobody names
    "The king’s land – “Stop.”": "cp1252",
    "Der König grüßt die Königin überall.": "cp1252",
    "El niño vio la mañana; el señor también.": "latin-1",
    "国王统治这片广阔的土地，王后统治城堡。": "gb18030",
    "A股 今天 上涨 了，T恤 也 卖得 好": "gb18030",
    "我用Python写2行": "gb18030",
    "國王統治這片廣闊的土地，王后統治城堡。": "big5",
    "國王 統治 這片 土地": "utf-16",
    "the king rules": "utf-16",
    "国王 爱 王后": "utf-32",
}


@pytest.mark.parametrize(("text", "encoding"), ENCODED.items())
def test_the_encoding_is_found_by_what_it_gives(text, encoding, tmp_path):
    data = text.encode(encoding)
    (tmp_path / "x.txt").write_bytes(data)
    assert w2v.read_text(data) == w2v.read_file(tmp_path / "x.txt") == w2v.read_text(text)
    assert w2v.read_text(data, encoding=encoding) == w2v.read_text(text)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("король правит этой землёй и королева тоже", "cp1251"),
        ("король правит этой землёй и королева тоже", "koi8-r"),
        ("왕은 이 땅을 다스리고 왕비는 성을 다스린다 그리고 용은 동굴을 다스린다", "euc-kr"),
        ("王様はこの国を治め、女王はお城を治めています。", "euc-jp"),
        ("王様はこの国を治め、女王はお城を治めています。", "shift-jis"),
    ],
)
def test_what_could_be_several_encodings_is_asked_for(text, encoding):
    with pytest.raises(w2v.W2VError, match=r"0x\w\w.*encoding=") as caught:
        w2v.read_text(text.encode(encoding))
    assert caught.value.key == "no_encoding"
    assert w2v.read_text(text.encode(encoding), encoding=encoding) == w2v.read_text(text)


@pytest.mark.parametrize("encoding", ["", "nonsense", "hex", "rot13", 7, "a\0b"])
def test_an_encoding_that_nobody_knows_is_refused(encoding):
    with pytest.raises(w2v.W2VError) as caught:
        w2v.read_text(b"the king", encoding=encoding)
    assert caught.value.key == "unknown_encoding"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_text_is_unpacked(pack, tmp_path):
    (tmp_path / "x").write_bytes(pack("国王 统治".encode("gb18030")))
    assert w2v.read_file(tmp_path / "x") == [["国王", "统治"]]


# What the eye sees is what counts


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("the ki\u200bng\ufeff rules\u2060", [["the", "king", "rules"]]),
        ("\ufeffking \u200e\u202bqueen\u202c co\xadop \x07\x1b", [["king", "queen", "coop"]]),
        ("می\u200cخواهم 👨\u200d👩\u200d👧", [["می\u200cخواهم", "👨\u200d👩\u200d👧"]]),
        ("the \u200d king \u200b\u200c", [["the", "king"]]),
        (
            "she _was_ *meant* to, **really** ‘be’ „so“ «ici» `x`",
            [["she", "was", "meant", "to", "really", "be", "so", "ici", "x"]],
        ),
        (
            "“Stop.” Then he left. 'No!' (Yes?) “Go.”",
            [["stop"], ["then", "he", "left"], ["no"], ["yes"], ["go"]],
        ),
        ("“Stop!” he said. “Now.”", [["stop", "he", "said"], ["now"]]),
        (
            "the king - and the queen — and—all--of them",
            [["the", "king", "and", "the", "queen", "and", "all", "of", "them"]],
        ),
        (
            "snake_case f(x) c# 3-4 don’t king's",
            [["snake_case", "f(x)", "c#", "3-4", "don’t", "king's"]],
        ),
        ("((((((((.B [[a]] {b (c", [["b", "a", "b", "c"]]),
        ("他说：“国王来了。”王后走了", [list("他说国王来了"), list("王后走了")]),
        ("国王统治这片广阔的土地 ，王后统治城堡", [list("国王统治这片广阔的土地王后统治城堡")]),
        ("国王统治这片 广阔的土地", [list("国王统治这片广阔的土地")]),
        ("国王 统治 ，王后 戴着 王冠", [["国王", "统治", "王后", "戴着", "王冠"]]),
        ("国王，王后 统治 “土地”和“城堡”", [["国王", "王后", "统治", "土地", "和", "城堡"]]),
        ("国 王 统 治", [list("国王统治")]),
    ],
)
def test_words_are_what_the_eye_sees(text, sentences):
    assert w2v.read_text(text) == sentences


@pytest.mark.parametrize("text", ["f(x.)。", "f(x.)。2 b", "((((((((.B", "(a“b.”)。", "“(x!)” y"])
def test_what_was_read_is_read_the_same_again(text):
    sentences = w2v.read_text(text)
    assert w2v.read_text("\n".join(map(" ".join, sentences))) == sentences


LETTERS = [
    "a",
    "B",
    "é",
    "e\u0301",
    "İ",
    "Σ",
    "ß",
    "字",
    "国",
    "王",
    "𠮷",
    "1",
    "٣",
    "x-y",
    "don’t",
]
MARKS = list(" \t\n\u3000 .,!?…。！？，、；：'\"“”‘’()[]{}（）【】《》_*`—–-~·#$&<>/\\=+|^%@")
UNUSUAL = [
    "\u200b",
    "\ufeff",
    "\u200d",
    "\u202e",
    "\0",
    "\x85",
    "\u2028",
    "\ud800",
    "😀",
    "--",
    "。”",
]


def random_text(rng: np.random.Generator) -> str:
    kinds = [LETTERS, MARKS, UNUSUAL][: rng.integers(1, 4)]
    pieces = [kinds[rng.integers(len(kinds))] for _ in range(rng.integers(1, 40))]
    return "".join(piece[rng.integers(len(piece))] for piece in pieces)


def letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def test_5000_random_texts_lose_no_letter_and_are_read_the_same_again():
    rng = np.random.default_rng(5)
    read = 0
    for _ in range(5_000):
        text = random_text(rng)
        try:
            sentences = w2v.read_text(text)
        except w2v.W2VError as error:
            assert error.key == "empty_text" and not letters(text), ascii(text)
            continue
        read += 1
        assert letters("".join(map("".join, sentences))) == letters(text), ascii(text)
        again = w2v.read_text("\n".join(map(" ".join, sentences)))
        assert again == sentences, ascii(text)
    assert read > 4_000


def test_5000_random_runs_of_bytes_are_read_or_refused_by_name():
    rng = np.random.default_rng(6)
    for _ in range(5_000):
        data = rng.integers(0, 256, rng.integers(1, 60), dtype=np.uint8).tobytes()
        with contextlib.suppress(w2v.W2VError):
            for word in itertools.chain.from_iterable(w2v.read_text(data)):
                assert not any("\ue000" <= letter <= "\uf8ff" for letter in word)


def test_a_file_is_read_like_a_text(tmp_path):
    path = tmp_path / "kingdom.txt"
    path.write_bytes("国王 统治\n王后 统治".encode("gb18030"))
    assert w2v.read_file(path) == w2v.read_file(str(path)) == [["国王", "统治"], ["王后", "统治"]]


def test_a_file_of_five_megabytes_is_refused(tmp_path):
    path = tmp_path / "long.txt"
    path.write_bytes(b"the king " * 555_556)
    with pytest.raises(w2v.W2VError) as caught:
        w2v.read_file(path)
    assert caught.value.key == "text_too_long"


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_a_file_that_cannot_be_opened_is_named(name, tmp_path):
    with pytest.raises(w2v.W2VError) as caught:
        w2v.read_file(tmp_path / name)
    assert caught.value.key == "file_unreadable"


# Hostile words


def test_the_hostile_words_are_many_and_different_and_without_spaces():
    assert len(WORDS) == len(set(WORDS)) >= 60
    assert all(word.split() == [word] for word in WORDS)


def test_every_hostile_word_has_its_own_place_in_a_vocabulary():
    vocabulary = w2v.Vocabulary.from_sentences([WORDS, WORDS])
    assert vocabulary.words == WORDS
    assert [vocabulary.id(word) for word in WORDS] == list(range(len(WORDS)))


@pytest.mark.parametrize("architecture", ["skip-gram", "cbow", "next-word"])
def test_examples_and_training_survive_hostile_words(architecture):
    vocabulary = w2v.Vocabulary.from_sentences([WORDS])
    model = w2v.Model(vocabulary, vector_size=3)
    losses = w2v.train(model, list(w2v.examples([WORDS], vocabulary, architecture)))
    assert np.isfinite(losses).all()
    assert len(losses) == len(WORDS) - (architecture == "next-word")


def test_a_hostile_word_gives_what_its_id_gives():
    vocabulary = w2v.Vocabulary.from_sentences([WORDS])
    model = w2v.Model(vocabulary, vector_size=3)
    for number, word in enumerate(WORDS):
        assert vocabulary.one_hot(word)[number] == 1
        assert model.probability(word, word) == model.probability(number, number)


def errors_about(word: str) -> list[w2v.W2VError]:
    """Every error of floor 0 that repeats a word, in the language in use."""
    vocabulary = w2v.Vocabulary.from_sentences([["the", "king"]])
    attempts = [
        lambda: vocabulary.one_hot(word),
        lambda: w2v.Model(vocabulary).probability(word, "the"),
        lambda: w2v.Vocabulary.from_sentences(word),
        lambda: w2v.Vocabulary.from_sentences([word]),
        lambda: w2v.Vocabulary.from_sentences([[[word]]]),
        lambda: w2v.Vocabulary.from_sentences([WORDS]).id(word + "\u200bnot there"),
        lambda: w2v.Example(word, [0]),
        lambda: w2v.Example([word], [0]),
    ]
    caught = []
    for attempt in attempts:
        with pytest.raises(w2v.W2VError) as error:
            attempt()
        caught.append(error.value)
    return caught


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_error_about_a_hostile_word_is_short_and_clean(language):
    w2v.set_language(language)
    for error in (error for word in WORDS for error in errors_about(word)):
        text = str(error)
        text.encode("utf-8")
        assert len(text) < 300 + 2 * LONGEST_QUOTE
        assert not [letter for letter in text if unicodedata.category(letter) in UNSEEN]


def test_a_hostile_file_name_is_refused_like_any_other(tmp_path):
    for word in WORDS:
        with pytest.raises(w2v.W2VError) as caught:
            w2v.read_file(f"{tmp_path}/missing/{word}")
        assert caught.value.key == "file_unreadable"


def test_an_error_repeats_a_printable_word_to_the_letter():
    vocabulary = w2v.Vocabulary.from_sentences([["the", "king"]])
    for word in (word for word in WORDS if word.isascii() and word.isprintable()):
        with pytest.raises(w2v.UnknownWordError) as caught:
            vocabulary.id(word)
        assert f"“{word[:LONGEST_QUOTE]}" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("king", "king"),
        ("\ud800king", "\ufffdking"),
        ("ki\udc00ng", "ki\ufffdng"),
        ("king\ud800", "king\ufffd"),
        ("\ude00\ud83d", "\ufffd\ufffd"),
        ("\ud83d\ude00", "\U0001f600"),
        ("\ufeffking", "\ufeffking"),
        ("", ""),
    ],
    ids=ascii,
)
def test_a_lone_surrogate_is_replaced_and_nothing_else(text, cleaned):
    assert clean(text) == cleaned


def test_a_text_with_lone_surrogates_is_read_clean():
    assert w2v.read_text("king \ud800queen") == [["king", "\ufffdqueen"]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("he said: “I know.”", ("I", "i")),
        ("the KING’s land. King", ("KING’s", "king’s")),
        ("国王 Queen", ("Queen", "queen")),
        ("only small x1 B2", None),
    ],
)
def test_the_first_word_whose_capitals_are_made_small(text, told):
    assert made_small(text) == made_small(text.encode()) == told
    assert not told or told[1] in {word for words in w2v.read_text(text) for word in words}
