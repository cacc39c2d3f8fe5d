"""Files of vectors: every kind is read rightly to its end, and nothing else is taken for one."""

import bz2
import contextlib
import gzip
import io
import lzma
import mmap
import pickle
import re
import resource
import struct
import time
import tracemalloc
import zipfile

import numpy as np
import pytest
import vector_grammar as grammar

import w2v_lab as w2v

WORDS = ["king", "queen", "naïve", "没朋友", "x1", "1", "0.5", "-", "</s>", "ki ng"]
NUMBERS = ["1", "-2.5", "+.25", "1e-3", "3.25E2", "0", "-0.0", "1e-20", "7.", "0.1"]


def text_file(rng: np.random.Generator) -> bytes:
    """Write a small text file of vectors, of any look that the grammar allows."""
    V, N = int(rng.integers(1, 7)), int(rng.integers(2, 6))
    blank = b"\t" if rng.random() < 0.3 else b" "
    end = [b"\n", b"\r\n", b" \n"][rng.integers(3)]
    lines = [b"%d%s%d" % (V, blank, N)] if rng.random() < 0.6 else []
    for word in rng.permutation(WORDS)[:V]:
        numbers = [NUMBERS[i].encode() for i in rng.integers(len(NUMBERS), size=N)]
        lines.append(blank.join([str(word).encode(), *numbers]))
    mark = b"\xef\xbb\xbf" if rng.random() < 0.2 else b""
    return mark + end.join(lines) + (end if rng.random() < 0.8 else b"")


def binary_file(rng: np.random.Generator) -> bytes:
    V, N = int(rng.integers(1, 7)), int(rng.integers(1, 6))
    end = [b"\n", b""][rng.integers(2)]
    entries = [
        str(word).encode() + b" " + rng.normal(size=N).astype("<f4").tobytes()
        for word in rng.permutation(WORDS[:-1])[:V]
    ]
    return b"%d %d\n" % (V, N) + b"".join(entry + end for entry in entries)


def mutated(data: bytes, rng: np.random.Generator) -> bytes:
    """One thing changed: a byte, a bit, a line, a length, its line ends, its packing."""
    at = int(rng.integers(len(data)))
    some = bytes([rng.choice(list(b"0123456789 \t\n\r._-+eEna\0\xff"))])
    lines = data.split(b"\n")
    line = int(rng.integers(len(lines)))
    changes = [
        lambda: data,
        lambda: data[:at] + some + data[at + 1 :],
        lambda: data[:at] + bytes([data[at] ^ 1 << int(rng.integers(8))]) + data[at + 1 :],
        lambda: data[:at] + some + data[at:],
        lambda: data[:at] + data[at + 1 :],
        lambda: data[:at],
        lambda: data + data[-at:],
        lambda: b"\n".join([*lines[:line], *lines[line + 1 :]]),
        lambda: b"\n".join([*lines[:line], lines[line], *lines[line:]]),
        lambda: b"\n".join([*lines[:line], b"", *lines[line:]]),
        lambda: data.replace(b"\n", b"\r\n"),
    ]
    return changes[rng.integers(len(changes))]()


def same(vectors: w2v.Vectors, found: dict[bytes, tuple[float, ...]]) -> bool:
    words = [word.decode("utf-8", "backslashreplace") for word in found]
    rows = np.array(list(found.values()), dtype=np.float32)
    return vectors.words == words and vectors.matrix.tobytes() == rows.tobytes()


@pytest.mark.filterwarnings("ignore:In the file")
def test_10000_mutated_files_are_read_as_the_grammar_says_or_refused_with_the_line():
    rng = np.random.default_rng(11)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    counts = {"read": 0, "refused": 0}
    slowest = 0.0
    for number in range(10_000):
        binary = number % 2 == 1
        data = mutated((binary_file if binary else text_file)(rng), rng)
        if number % 10 < 2:
            data = mutated(gzip.compress(data, mtime=0), rng)
        try:
            wanted = grammar.read(data, binary)
        except grammar.Refused:
            wanted = None
        start = time.process_time()
        asked = binary if rng.random() < 0.5 else None
        try:
            vectors = w2v.Vectors.load(io.BytesIO(data), binary=asked)
        except w2v.W2VError as error:
            told, vectors = error, None
        slowest = max(slowest, time.process_time() - start)
        if vectors is None:
            counts["refused"] += 1
            # the reader knows more than the grammar: numbers that are all out of proportion
            assert wanted is None or told.key in KNOWN_BETTER, (number, data, str(told))
            assert re.search(r"\d|empty|damaged|first line|written as text", str(told)), str(told)
        else:
            counts["read"] += 1
            assert wanted is not None, (number, data, vectors.words)
            assert same(vectors, wanted), (number, data, vectors.words)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert min(counts.values()) > 2_000, counts
    assert slowest < 1
    assert grown < 300_000  # kB


KNOWN_BETTER = {"binary_big_end", "words_not_encoded"}


# What is read


TWO = w2v.Vectors(["国王", "queen"], [[1.5, -2.0], [0.25, 3.0]])
PACKS = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zip": lambda data: zipped({"vectors.txt": data}),
}


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def as_bytes(vectors: w2v.Vectors, **how) -> bytes:
    file = io.BytesIO()
    vectors.save(file, **how)
    return file.getvalue()


def load(data: bytes, **how) -> w2v.Vectors:
    return w2v.Vectors.load(io.BytesIO(data), **how)


def refused(data: bytes, **how) -> w2v.W2VError:
    with pytest.raises(w2v.W2VError) as caught:
        load(data, **how)
    return caught.value


def equal(one: w2v.Vectors, other: w2v.Vectors) -> bool:
    return one.words == other.words and (one.matrix == other.matrix).all()


@pytest.mark.parametrize(
    "text",
    [
        "2 2\n国王 1.5 -2\nqueen .25 3\n",
        "国王 1.5 -2\nqueen .25 3",
        "2\t2\n国王\t1.5\t-2\nqueen\t.25\t3\n",
        "\ufeff2 2\n国王 1.5 -2\nqueen .25 3\n",
        "\ufeff国王 1.5 -2\nqueen .25 3\n",
        "2 2 \r\n国王 1.5 -2 \r\nqueen .25 3 \r\n",
        "2 2\n\n  国王   1.5  -2\n\n queen 25e-2 3.0e0\n\n",
    ],
)
def test_every_look_of_a_text_file_is_the_same(text, tmp_path):
    assert equal(load(text.encode()), TWO)
    assert equal(w2v.Vectors.load(io.StringIO(text)), TWO)
    assert equal(load(text.encode("gb18030"), encoding="gb18030"), TWO)
    assert equal(load(text.removeprefix("\ufeff").encode("utf-16")), TWO)
    assert equal(load(text.encode("utf-16-le"), encoding="utf-16-le"), TWO)
    (tmp_path / "x").write_text(text, "utf-8")
    with open(tmp_path / "x", "rb") as file:
        assert equal(w2v.Vectors.load(file), TWO)
        assert not file.closed


@pytest.mark.parametrize("ending", PACKS)
@pytest.mark.parametrize("how", [{}, {"binary": True}, {"format": "glove"}])
def test_a_packed_file_is_unpacked_and_one_is_written_by_its_name(ending, how, tmp_path):
    plain = as_bytes(TWO, **how)
    assert equal(load(PACKS[ending](plain)), TWO)
    path = tmp_path / f"v{ending}"
    TWO.save(path, **how)
    assert path.read_bytes()[:4] == PACKS[ending](plain)[:4] != plain[:4]
    assert equal(w2v.Vectors.load(path), TWO)
    first = path.read_bytes()
    TWO.save(path, **how)
    assert path.read_bytes() == first


def test_a_zip_of_several_files_is_asked_which():
    error = refused(zipped({"a.txt": b"a 1 2", "b.txt": b"b 1 2"}))
    assert error.key == "zip_of_many" and "a.txt" in str(error)


def test_words_that_are_not_utf8_are_read_and_stay_apart():
    assert load("国王 1 2\n王后 5 6\n".encode("gb18030")).words == ["国王", "王后"]
    assert load("café 1 2\nnaïve 5 6\nthe 1 2".encode("cp1252")).words == ["café", "naïve", "the"]
    cut = [word.encode()[:-1] for word in ("国王", "国家", "国土")]
    data = b"".join(word + b" 1 2\n" for word in [*cut, "王后".encode()])
    back = load(data)
    assert len(set(back.words)) == 4 and back.words[0].startswith("国\\x") and "王后" in back
    assert equal(load(as_bytes(back)), back)
    strange = [bytes([i, 200 + i % 40]) for i in range(0x80, 0xFF)]
    assert len(load(b"".join(word + b" 1 2\n" for word in strange))) == len(strange)
    assert refused("国王 1 2\n".encode("gb18030"), encoding="utf-8").key == "words_not_encoded"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"<!DOCTYPE html>\n<html><title>vectors</title>", "vectors_html"),
        (b"\n <HTML lang=en>", "vectors_html"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 9\n", "vectors_lfs"),
        (pickle.dumps({"king": [1.0, 2.0]}), "vectors_pickle"),
        (struct.pack("<ii", 793712314, 12) + bytes(100), "vectors_fasttext"),
        (b"%PDF-1.7\n", "vectors_other"),
        (b'{"king": [0.1, 0.2]}', "vectors_other"),
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "vectors_other"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(100), "vectors_other"),
        (bytes(257) + b"ustar", "vectors_other"),
        (gzip.compress(b"<html>", mtime=0), "vectors_html"),
    ],
)
def test_what_is_no_file_of_vectors_is_refused_by_name(data, key):
    assert refused(data).key == key


def test_a_word_may_look_like_the_beginning_of_something_else():
    words = ["<html>", "%PDF-", "GIF8", "PAR1", '{"a', "BZ"]
    for word in words:
        vectors = w2v.Vectors([word, "b"], [[1.0, 2.0], [3.0, 4.0]])
        assert equal(load(as_bytes(vectors, format="glove")), vectors)


def test_a_limit_that_an_error_proposes_works():
    files = [
        b"3 2\na 1 2\nb 1\nc 1 2\n",
        b"3 2\na 1 2\nb 1 2 3\nc 1 2\n",
        b"9 2\na 1 2\nb 3 4\n",
        b"1 2\na 1 2\nb 3 4\n",
        b"a 1 2\nb 1 2\nc 1_0 2",
        as_bytes(TWO, binary=True)[:-4],
        as_bytes(TWO, binary=True) + b"x",
    ]
    for data in files:
        limit = int(re.search(r"limit=(\d+)", str(refused(data)))[1])
        assert len(load(data, limit=limit)) == limit


# Binary files to their very end


def binary(words: list[str], matrix: np.ndarray, end: bytes = b"\n", dtype: str = "<f4") -> bytes:
    V, N = matrix.shape
    rows = (word.encode() + b" " + row.astype(dtype).tobytes() + end
            for word, row in zip(words, matrix, strict=True))  # fmt: skip
    return b"%d %d\n" % (V, N) + b"".join(rows)


SOME = [f"w{i}" for i in range(200)]
MATRIX = np.random.default_rng(3).normal(size=(200, 25)).astype(np.float32)
GOOD = binary(SOME, MATRIX)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (binary(SOME, MATRIX, dtype="<f8"), "binary_out_of_step"),
        (binary(SOME, MATRIX, b"", dtype="<f8"), "binary_out_of_step"),
        (binary(SOME[:1], MATRIX[:1], dtype="<f8"), "binary_goes_on"),
        (binary(SOME, MATRIX, dtype=">f4"), "binary_big_end"),
        (binary(SOME, MATRIX, b"", dtype=">f4"), "binary_big_end"),
        (GOOD.replace(b"\n", b"\r\n"), "binary_crlf"),
        (GOOD[:9] + GOOD[9:].replace(b"\n", b"\r\n"), "binary_out_of_step"),
        (GOOD[:5000] + b"x" + GOOD[5000:], "binary_out_of_step"),
        (GOOD[:5000] + GOOD[5001:], "binary_out_of_step"),
        (GOOD + b"\0", "binary_goes_on"),
        (GOOD[:-3], "too_few_vectors"),
        (GOOD.replace(b"200 25", b"200 24"), "binary_out_of_step"),
        (GOOD.replace(b"200 25", b"199 25"), "binary_goes_on"),
    ],
)
def test_a_binary_file_that_does_not_come_out_even_is_refused(data, key):
    assert equal(load(GOOD), w2v.Vectors(SOME, MATRIX))
    assert refused(data).key == refused(data, binary=True).key == key


def test_text_is_not_read_as_binary():
    data = as_bytes(w2v.Vectors(SOME, MATRIX))
    assert refused(data, binary=True).key == "text_not_binary"
    assert refused(b"a 1 2\nb 3 4\n", binary=True).key == "no_first_line"


def test_a_flipped_bit_in_a_packed_file_is_seen():
    rng = np.random.default_rng(8)
    for data in (as_bytes(TWO), as_bytes(TWO, binary=True), as_bytes(TWO, format="glove")):
        for pack in PACKS.values():
            packed = pack(data)
            for _ in range(60):
                at, bit = int(rng.integers(len(packed))), 1 << int(rng.integers(8))
                spoilt = packed[:at] + bytes([packed[at] ^ bit]) + packed[at + 1 :]
                with contextlib.suppress(w2v.W2VError):
                    assert equal(load(spoilt), TWO)


# Bombs


def bomb(start: bytes, block: bytes, times: int = 500) -> bytes:
    """Five gigabytes in some megabytes of gzip: a file may have many parts."""
    return gzip.compress(start) + gzip.compress(block * (10_000_000 // len(block))) * times


@pytest.mark.parametrize(
    ("start", "block", "key"),
    [
        (b"2 2\n", b"a", "binary_out_of_step"),
        (b"2 2\na 1 2\n", b"1", "line_for_ever"),
        (b"", b"a", "line_for_ever"),
        (b"2 2\n", b"\n", "blank_for_ever"),
        (b"", b" \n", "blank_for_ever"),
        (b"", b"a 1 2\n", "word_for_ever"),
        (b"999999999 2\n", b"a 1 2\n", "word_for_ever"),
        (b"1 2\n", b"a 1 2\n", "too_many_vectors"),
        (b"999999999 2\n", b"a \1\2\3\4\1\2\3\4\n", "word_for_ever"),
        (b"999999999 2\n", b"\0", "binary_out_of_step"),
        (b"999999999 99999\n", b"1 2 3 ", "line_for_ever"),
    ],
)
def test_a_bomb_stops_early(start, block, key):
    data = bomb(start, block)
    assert len(data) < 10_000_000
    tracemalloc.start()
    began = time.process_time()
    error = refused(data)
    assert time.process_time() - began < 5
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()
    assert error.key == key


def test_a_large_binary_takes_little_more_than_its_matrix(tmp_path):
    matrix = np.random.default_rng(1).normal(size=(40_000, 200)).astype(np.float32)
    w2v.Vectors([f"word{i}" for i in range(40_000)], matrix).save(tmp_path / "x", binary=True)
    tracemalloc.start()
    back = w2v.Vectors.load(tmp_path / "x")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (back.matrix == matrix).all()
    assert peak < 1.6 * matrix.nbytes  # 2.3 is gensim's


# What is written


@pytest.mark.parametrize("limit", [None, 1])
@pytest.mark.parametrize("name", ["v.npy", "v_tensor.tsv"])
def test_a_matrix_and_its_words_in_two_files(name, limit, tmp_path):
    TWO.save(tmp_path / name, format="projector" if "tsv" in name else None)
    assert len(list(tmp_path.iterdir())) == 2
    back = w2v.Vectors.load(tmp_path / name, limit=limit)
    assert back.words == TWO.words[:limit] and (back.matrix == TWO.matrix[:limit]).all()
    owner = back.matrix
    while isinstance(owner, np.ndarray) and owner.base is not None:
        owner = owner.base
    assert isinstance(owner, mmap.mmap) == (name == "v.npy")


def test_the_pair_for_the_projector_is_tables(tmp_path):
    TWO.save(tmp_path / "v.tsv", format="projector")
    assert (tmp_path / "v_tensor.tsv").read_text() == "1.5\t-2.0\n0.25\t3.0\n"
    assert (tmp_path / "v_metadata.tsv").read_text("utf-8") == "国王\nqueen\n"


def test_a_matrix_without_its_words_is_refused(tmp_path):
    np.save(tmp_path / "v.npy", MATRIX)
    with pytest.raises(w2v.W2VError, match=r"without its words"):
        w2v.Vectors.load(tmp_path / "v.npy")
    (tmp_path / "v.words.txt").write_text("a\nb\n")
    with pytest.raises(w2v.W2VError, match=r"2 words, shape \(200, 25\)"):
        w2v.Vectors.load(tmp_path / "v.npy")


@pytest.mark.parametrize("how", [{}, {"binary": True}, {"format": "glove"}, {"format": "npy"}])
@pytest.mark.parametrize(
    "word",
    ["k" * 1001, "a\t1", "\ta", "a\r", "a\0", "\x07", "\ud800", "\udce5", "", "a\nb", "\ufeffa"],
)
def test_a_word_comes_back_or_is_refused_at_saving(word, how, tmp_path):
    vectors = w2v.Vectors([word, "b"], [[1.0, 2.0], [3.0, 4.0]])
    path = tmp_path / ("v.npy" if how.get("format") == "npy" else "v")
    try:
        vectors.save(path, **how)
    except w2v.W2VError:
        assert not path.exists()
    else:
        assert equal(w2v.Vectors.load(path), vectors)


def test_strange_ways_to_save_are_refused(tmp_path):
    for how, key in [
        ({"format": "json"}, "unknown_choice"),
        ({"format": "glove", "binary": True}, "binary_is_word2vec"),
    ]:
        with pytest.raises(w2v.W2VError) as caught:
            TWO.save(tmp_path / "x", **how)
        assert caught.value.key == key
    with pytest.raises(w2v.W2VError, match="needs a name"):
        TWO.save(io.BytesIO(), format="projector")
    with pytest.raises(w2v.W2VError, match="one dimension"):
        w2v.Vectors(["a"], [[1.0]]).save(tmp_path / "x", format="glove")
    assert list(tmp_path.iterdir()) == []
