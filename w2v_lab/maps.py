"""Maps: vectors of many dimensions on a plane, how much of their nearness is left, and hubs.

A map has to drop most of what it maps. What it keeps of each word's nearest words can be counted,
and so can what only seems near.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from .explore import Camera, greatest, unit
from .messages import W2VError, choice
from .vectors import Vectors

TEN = 10  # neighbours that are counted
BLOCK = 512  # rows at a time: their distances to all others fit into memory
SLICES = 4  # in which t-SNE is drawn, so that it can be watched and stopped
ROUNDS = 250  # of descent a slice, the least that scikit-learn does
SEED = 408

Places = np.ndarray  # (V, 2)


def plane(matrix: np.ndarray) -> Generator[Places, None, None]:
    """Yield the places of rows (V, N), at length 1, on the plane where they vary most: once."""
    rows = unit(matrix.astype(np.float64))
    yield Camera.facing(rows).view(rows)


def tsne(matrix: np.ndarray) -> Generator[Places, None, None]:
    """Yield the map of van der Maaten and Hinton 2008, four times as it settles; by cosine.

    Raises W2VError where scikit-learn is missing or there are too few rows.
    """
    try:
        from sklearn.manifold import TSNE
        from threadpoolctl import threadpool_limits
    except ImportError:
        raise W2VError("tool_missing", package="scikit-learn", extra="practice") from None
    rows = unit(matrix)
    least = min(30.0, (len(rows) - 1) / 3)
    if least < 1:
        raise W2VError("too_few_to_map", V=len(rows))
    places = Camera.facing(rows).view(rows)
    places = (places / (places[:, 0].std() or 1) * 1e-4).astype(np.float32)
    for number in range(SLICES):
        settling = TSNE(
            perplexity=least,
            early_exaggeration=1.0 if number else 12.0,
            init=places,
            max_iter=ROUNDS,
            random_state=SEED,
        )
        with threadpool_limits(1):  # threads that wait for one another are slow on a busy machine
            places = settling.fit_transform(rows)
        yield places


def umap(matrix: np.ndarray) -> Generator[Places, None, None]:
    """Yield the map of McInnes and others 2018, by cosine: once. Raises W2VError."""
    try:
        from umap import UMAP
    except ImportError:
        raise W2VError("tool_missing", package="umap-learn", extra="practice") from None
    around = max(2, min(15, len(matrix) - 1))
    yield UMAP(n_neighbors=around, metric="cosine", random_state=SEED).fit_transform(unit(matrix))


MAPS: dict[str, Callable[[np.ndarray], Generator[Places, None, None]]] = {
    "plane": plane,
    "tsne": tsne,
    "umap": umap,
}
_NEEDS = {"tsne": "sklearn", "umap": "umap"}


def maps_here() -> list[str]:
    """The kinds of MAPS that can be drawn with what is installed."""
    return [kind for kind in MAPS if kind not in _NEEDS or find_spec(_NEEDS[kind])]


def drawn(kind: str, matrix: np.ndarray) -> Generator[Places, None, None]:
    """Yield a map of this kind as it settles, the last one last. Raises W2VError."""
    return MAPS[choice("map", kind, MAPS)](matrix)


def nearest_rows(matrix: np.ndarray, topn: int = TEN) -> np.ndarray:
    """The rows at the smallest angle to each row of a matrix (V, N), without itself: (V, topn)."""
    rows = unit(matrix)

    def near(start: int) -> np.ndarray:
        return rows[start : start + BLOCK] @ rows.T

    return _greatest(near, len(rows), topn)


def nearest_places(places: Places, topn: int = TEN) -> np.ndarray:
    """The places at the smallest distance from each place (V, 2), without itself: (V, topn)."""
    square = (places**2).sum(axis=1)

    def near(start: int) -> np.ndarray:
        some = places[start : start + BLOCK]
        return 2 * some @ places.T - square - (some**2).sum(axis=1)[:, None]

    return _greatest(near, len(places), topn)


def _greatest(near: Callable[[int], np.ndarray], V: int, topn: int) -> np.ndarray:
    topn = min(topn, V - 1)
    found = np.empty((V, topn), dtype=np.int64)
    for start in range(0, V, BLOCK):
        block = near(start)
        size = np.arange(len(block))
        block[size, start + size] = -np.inf
        some = np.argpartition(-block, min(topn, V - 1), axis=1)[:, :topn]
        order = np.argsort(-np.take_along_axis(block, some, axis=1), axis=1, kind="stable")
        found[start : start + BLOCK] = np.take_along_axis(some, order, axis=1)
    return found


def kept(matrix: np.ndarray, places: Places, topn: int = TEN) -> np.ndarray:
    """How many of each row's nearest rows are among the nearest on a map of them: (V,)."""
    true, seen = nearest_rows(matrix, topn), nearest_places(places, topn)
    both = np.concatenate([true, seen], axis=1)
    both.sort(axis=1)
    return (both[:, 1:] == both[:, :-1]).sum(axis=1)


def hubs(matrix: np.ndarray, topn: int = TEN) -> np.ndarray:
    """How often each row is among the nearest of the others: (V,), whose mean is `topn`.

    In many dimensions some rows are near to very many (Radovanović and others 2010).
    """
    return np.bincount(nearest_rows(matrix, topn).ravel(), minlength=len(matrix))


@dataclass(frozen=True, eq=False)
class Nearby:
    """What is near to a word in all dimensions, and what is near on a map.

    `rows` and `cosines` are its nearest words; `on_map` their ranks on the map, NaN where a word is
    not drawn. `seeming` are words among the nearest on the map that are not among `rows`, with
    `seeming_cosines`, their places `seeming_on_map`, and `true_ranks` among all words.
    """

    rows: np.ndarray
    cosines: np.ndarray
    on_map: np.ndarray
    seeming: np.ndarray
    seeming_cosines: np.ndarray
    seeming_on_map: np.ndarray
    true_ranks: np.ndarray


def nearby(vectors: Vectors, row: int, ids: np.ndarray, places: Places, topn: int = TEN) -> Nearby:
    """Compare a row's nearest words with those on a map of some rows: `ids` (M,), `places`."""
    cosines = vectors.cosines(row)
    rows = greatest(cosines, [row], topn)
    by_place = np.full(len(vectors), np.nan)
    (mine,) = np.nonzero(ids == row)
    seeming = np.empty(0, dtype=np.int64)
    if len(mine):
        apart = np.linalg.norm(places - places[mine[0]], axis=1)
        apart[mine[0]] = -1  # itself, also where others lie on the same spot
        order = np.argsort(apart, kind="stable")
        by_place[ids[order]] = np.arange(len(order))
        seeming = ids[order[1 : topn + 1]]
        seeming = seeming[~np.isin(seeming, rows)]
    others = cosines.copy()
    others[row] = -np.inf
    on_map, seeming_on_map = by_place[rows], by_place[seeming]
    true_ranks = np.array([1.0 + (others > others[one]).sum() for one in seeming])
    return Nearby(
        rows, cosines[rows], on_map, seeming, cosines[seeming], seeming_on_map, true_ranks
    )
