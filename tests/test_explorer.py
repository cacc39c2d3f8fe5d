"""The explorer without a page, and maps: every number against a plain computation."""

import json

import numpy as np
import pytest
from test_widgets import ask

import w2v_lab as w2v
from w2v_lab import maps
from w2v_lab.widgets.explorer.session import MOST_BYTES, Session


def some(V=40, N=6, seed=0):
    rng = np.random.default_rng(seed)
    return w2v.Vectors([f"w{i}" for i in range(V)], rng.normal(size=(V, N)), range(V, 0, -1))


def arrays(reply, buffers):
    numbers = np.frombuffer(b"".join(buffers), dtype="<f8")
    return {
        name: numbers[at["offset"] :][: int(np.prod(at["shape"]))].reshape(at["shape"])
        for name, at in reply["trace"]["arrays"].items()
        if "step" not in at
    }


def heard(session, **content):
    reply, buffers = session.hear({"request": "1", **content}, content.pop("buffers", []))
    assert "error" not in reply, reply["error"]["text"]["en"]
    return reply.get("trace"), arrays(reply, buffers) if "trace" in reply else None


def by_hand(vectors, row):
    """Cosines with a row, and every other row's rank by them."""
    rows = vectors.matrix / np.linalg.norm(vectors.matrix, axis=1, keepdims=True)
    cosines = rows @ rows[row]
    order = [i for i in np.argsort(-cosines, kind="stable") if i != row]
    return cosines, {i: rank for rank, i in enumerate(order, 1)}


# ---- maps ---------------------------------------------------------------------------------------


def test_nearest_rows_are_those_of_most_similar():
    vectors = some(700)  # more than a block
    found = maps.nearest_rows(vectors.matrix)
    for row in (0, 511, 512, 699):
        near = [vectors.index[word] for word, _ in vectors.most_similar(vectors.words[row])]
        assert found[row].tolist() == near


def test_a_map_that_is_the_space_itself_keeps_all_and_a_random_one_what_chance_keeps():
    rng = np.random.default_rng(1)
    angles = rng.uniform(0, 2 * np.pi, 300)
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    assert maps.kept(circle, circle).mean() > 9.9  # an angle is a distance on the circle
    assert maps.kept(circle, rng.normal(size=(300, 2))).mean() == pytest.approx(100 / 299, abs=0.15)
    assert maps.kept(circle[:3], circle[:3]).tolist() == [2, 2, 2]


def test_what_a_map_keeps_is_what_one_counts():
    rng = np.random.default_rng(3)
    vectors, places = some(), rng.normal(size=(40, 2)) * [1, 5]
    expected = []
    for row, place in enumerate(places):
        _, ranks = by_hand(vectors, row)
        seen = [i for i in np.argsort(np.linalg.norm(places - place, axis=1)) if i != row]
        expected.append(sum(ranks[i] <= 10 for i in seen[:10]))
    assert maps.kept(vectors.matrix, places).tolist() == expected


def test_hubs_are_counted_as_one_counts_them():
    vectors = some(60)
    times = np.zeros(60)
    for word in vectors:
        for near, _ in vectors.most_similar(word):
            times[vectors.index[near]] += 1
    assert maps.hubs(vectors.matrix).tolist() == times.tolist() and times.mean() == 10


def test_t_sne_keeps_more_neighbours_than_the_widest_plane_and_settles_in_slices():
    rng = np.random.default_rng(2)
    matrix = np.repeat(rng.normal(size=(12, 20)), 10, axis=0) + 0.2 * rng.normal(size=(120, 20))
    (flat,) = maps.drawn("plane", matrix)
    slices = list(maps.drawn("tsne", matrix))
    assert len(slices) == maps.SLICES and all(places.shape == (120, 2) for places in slices)
    assert maps.kept(matrix, slices[-1]).mean() > maps.kept(matrix, flat).mean() + 1
    with pytest.raises(w2v.W2VError):
        next(maps.drawn("tsne", matrix[:3]))
    with pytest.raises(w2v.W2VError):
        maps.drawn("globe", matrix)


# ---- what the page is told ----------------------------------------------------------------------


def test_what_is_told_of_a_word_is_so_on_every_map():
    vectors = some()
    session = Session(vectors, "w7")
    for kind in ("plane", "around"):
        trace, told = heard(session, word="w3", map=kind)
        told = {name.split("/")[1]: array for name, array in told.items()}
        cosines, ranks = by_hand(vectors, 3)
        assert [ranks.get(i) for i in trace["rows"]] == list(range(1, 11))
        np.testing.assert_allclose(told["cosine"], cosines[trace["rows"]], rtol=1e-12)
        assert told["count"].tolist() == [40 - i for i in trace["rows"]]
        ids = trace.get("ids", list(range(40)))
        (places,) = maps.plane(vectors.matrix[ids])
        apart = np.linalg.norm(places - places[ids.index(3)], axis=1)
        on_map = {ids[i]: rank for rank, i in enumerate(np.argsort(apart))}
        assert told["on_map"].tolist() == [on_map[i] for i in trace["rows"]]
        seeming = [i for i in on_map if 1 <= on_map[i] <= 10 and i not in trace["rows"]]
        assert trace["seeming"] == seeming
        assert told["true_rank"].tolist() == [ranks[i] for i in seeming]
        assert told["kept"] == maps.kept(vectors.matrix[ids], places).mean()


def test_a_word_that_is_not_on_the_map_has_no_rank_there():
    vectors = some(2_100)
    trace, told = heard(Session(vectors), word="w2050")
    outside = np.array(trace["rows"]) >= 2_000
    assert np.isnan(told["plane 2050/on_map"]).all() and trace["seeming"] == []
    trace, told = heard(Session(vectors), word="w5")
    outside = np.array(trace["rows"]) >= 2_000
    assert np.isnan(told["plane 5/on_map"]).tolist() == outside.tolist()


def test_words_beyond_those_that_travel_are_found_and_named():
    vectors = w2v.Vectors([f"Word{i}" for i in range(10_050)], np.eye(10_050, 3) + 1)
    session = Session(vectors)
    assert len(session.trace["words"]) == 10_000
    trace, _ = heard(session, search="WORD1004")
    assert trace["found"] == [1004, *range(10_040, 10_050)]
    assert trace["named"]["10049"] == "Word10049"
    assert heard(session, search="")[0]["found"] == []
    assert heard(session, search="d42")[0]["found"][0] == 42  # within the word


def test_two_words_are_compared_and_an_analogy_is_asked():
    vectors = some()
    session = Session(vectors, analogy=["w1", "w2", "w3"])
    _, told = heard(session, pair=["w4", "w9"])
    a, b = vectors["w4"], vectors["w9"]
    assert told["dot"] == pytest.approx(a @ b) and told["length_b"] == pytest.approx(
        np.linalg.norm(b)
    )
    assert told["pair_cosine"] == pytest.approx(vectors.similarity("w4", "w9"))
    trace, told = heard(session, analogy=["w1", "w2", "w3"])
    rows = vectors.matrix / np.linalg.norm(vectors.matrix, axis=1, keepdims=True)
    point = rows[2] - rows[1] + rows[3]
    cosines = rows @ point / np.linalg.norm(point)
    order = [i for i in np.argsort(-cosines) if i not in (1, 2, 3)]
    assert trace["answers"] == order[:5]
    np.testing.assert_allclose(told["answer"], cosines[order[:5]], rtol=1e-9)
    trace, told = heard(session, analogy=["w1", "w1", "w3"], left_out=False)
    assert trace["answers"][0] == 3 and told["answer"][0] == pytest.approx(1)
    assert 3 not in heard(session, analogy=["w1", "w1", "w3"])[0]["answers"]


def test_lengths_and_hubs_are_those_of_the_vectors():
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(200, 30)) + rng.exponential(0.5, size=(200, 1))
    vectors = w2v.Vectors([f"w{i}" for i in range(200)], matrix, range(200, 0, -1))
    session = Session(vectors)
    trace, _ = heard(session, leaf="norms")
    assert trace["reach"] == [0, np.log10(200), vectors.lengths.max()]
    trace, told = heard(session, leaf="hubs")
    counted = maps.hubs(vectors.matrix)
    assert 0 < (counted == 0).sum() < (counted <= 1).sum() < 100
    assert told["greatest_hub"] == counted.max() and told["share"] == (counted == 0).mean()
    assert counted[trace["most"]].tolist() == sorted(counted, reverse=True)[:10]


# ---- files --------------------------------------------------------------------------------------


def sent(session, path, piece=7):
    data = path.read_bytes()
    for at in range(0, len(data), piece):
        heard(session, file=path.name, at=at, buffers=[memoryview(data[at : at + piece])])


@pytest.mark.parametrize("name", ["v.txt", "v.bin", "v.txt.gz", "v.npy", "v.vec"])
def test_a_file_arrives_in_pieces_and_takes_the_place_of_the_vectors(name, tmp_path):
    other = some(5, 3, seed=4)
    other.save(tmp_path / name, binary=name.endswith("bin"))
    session = Session(some(), "w7", analogy=["w1", "w2", "w3"])
    for path in sorted(tmp_path.iterdir()):
        sent(session, path)
    heard(session, file=name, open=True)
    assert session.vectors.words == other.words and session.trace["name"] == name
    np.testing.assert_allclose(session.vectors.matrix, other.matrix, rtol=1e-6)
    assert session.trace["changed"] and session.packed()[0]["trace"]["V"] == 5
    heard(session, reset=True)
    assert len(session.vectors) == 40 and not session.trace["changed"]


def test_what_is_no_file_of_vectors_is_refused_and_what_is_there_stays(tmp_path):
    session = Session(some())
    for content in (
        {"file": "x.txt", "at": 5, "buffers": [b"abc"]},
        {"file": "x.txt", "at": 0},
        {"file": "", "at": 0, "buffers": [b"abc"]},
        {"file": "never sent", "open": True},
        {"file": "x.txt", "at": -1, "buffers": [b"abc"]},
        {"pair": ["w1"]},
        {"analogy": "w1"},
    ):
        buffers = content.pop("buffers", [])
        assert "error" in session.hear({"request": "1", **content}, buffers)[0]
    session.hear({"request": "1", "file": "../../x", "at": 0}, [b"\x89PNG\r\n\x1a\n\0"])
    assert not list(tmp_path.parent.glob("x"))
    reply, _ = session.hear({"request": "2", "file": "../../x", "open": True})
    assert "error" in reply and len(session.vectors) == 40
    session._arrived = {"y": MOST_BYTES}
    reply, _ = session.hear({"request": "3", "file": "y", "at": MOST_BYTES}, [b"z"])
    assert "error" in reply
    with pytest.raises(w2v.W2VError):
        Session("a file")


# ---- doors --------------------------------------------------------------------------------------


def test_other_vectors_are_shown_when_python_changes_them():
    shown = w2v.widgets.Explorer(some())
    stamp = shown.facts["stamp"]
    shown.vectors = some(12)
    assert shown.facts["stamp"] > stamp and shown.facts["trace"]["V"] == 12
    with pytest.raises(w2v.W2VError):
        shown.vectors = "a file"
    assert json.dumps(ask(shown, word="w3"))
    shown.close()
