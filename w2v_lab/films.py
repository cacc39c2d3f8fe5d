"""A film of a run: its kept moments side by side, and what can be seen of a word through time.

A recording knows what was computed; a film looks at it with one camera for the whole run, measures
neighbours in all dimensions, and turns one run so that it lies as another does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from .corpus import Vocabulary, checked
from .engine import slices
from .explore import Camera, lengths, nearest, procrustes, right_answers, unit
from .messages import W2VError, whole
from .model import Model, Step
from .training import Recording

MOST_MOMENTS = 120  # more would not be told apart in a film of eight seconds
NEAREST = 5  # neighbours of a word that are followed
SETTLED = 0.95  # cosine with the final vector from which on a word is where it will stay
VIEWS = ("input", "output", "together")

FourWords = tuple[str, str, str, str]  # a is to b as c is to d


@dataclass(frozen=True, eq=False)
class Story:
    """One word through the F moments of a film.

    `rows` and `cosines` (F, K): its nearest words in all dimensions, input vectors compared.
    `length` (F,) is that of its input vector. `moved_in` and `moved_out` (F,): how far its two
    vectors go with the update at that moment or, where updates were not kept one by one, until the
    next moment. `error` (F,): its errors y - t, summed over the targets of that update.
    """

    rows: np.ndarray
    cosines: np.ndarray
    length: np.ndarray
    moved_in: np.ndarray
    moved_out: np.ndarray
    error: np.ndarray


@dataclass(frozen=True, eq=False)
class Pair:
    """Two words through the F moments of a film, their input vectors compared; all (F,).

    `cosine` and `angle`, in degrees, tell whether they point the same way, `distance` how far
    apart their ends are; `first` and `second` are their lengths.
    """

    cosine: np.ndarray
    angle: np.ndarray
    distance: np.ndarray
    first: np.ndarray
    second: np.ndarray


@dataclass(frozen=True, eq=False)
class Film:
    """The kept moments of a run: F pairs of matrices, and the losses around them.

    `moments` (F,) are numbers of updates, `W_in` has shape (F, V, N) and `W_out` (F, rows, N);
    `loss` (F,) is the mean loss around each moment, in nats. `steps` holds for each moment the
    update that is about to be taken, with its rate, where the run kept it; `model` is the one that
    was trained.
    """

    moments: np.ndarray
    W_in: np.ndarray
    W_out: np.ndarray
    loss: np.ndarray
    steps: tuple[tuple[Step, float] | None, ...]
    model: Model

    def __getstate__(self) -> dict[str, Any]:
        """What travels is the film, and not what was worked out of it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def of(cls, recording: Recording, most: int = MOST_MOMENTS) -> Film:
        """At most `most` moments of a recording, the first and the last among them."""
        total = len(recording.losses)
        kept = [*recording.numbers, total]
        chosen = [kept[place] for place in spread_out(len(kept), most)]
        around = max(1, total // 100)
        stretches = [recording.losses[max(0, k - around) : k + around] for k in chosen]
        loss = np.array([stretch.mean() for stretch in stretches])
        taken = dict(
            zip(recording.numbers, zip(recording.steps, recording.rates, strict=True), strict=True)
        )
        model = recording.model_at(total)
        return cls(
            np.array(chosen),
            np.array([recording.W_in_at(k) for k in chosen]),
            np.array([recording.W_out_at(k) for k in chosen]),
            loss,
            tuple(taken.get(k) for k in chosen),
            model,
        )

    @classmethod
    def shot(
        cls,
        model: Model,
        sentences: Sequence[Sequence[str]],
        architecture: str = "skip-gram",
        window: int = 2,
        epochs: int = 1,
        learning_rate: float = 0.025,
        *,
        most: int = MOST_MOMENTS,
        road: str = "numpy",
    ) -> Film:
        """Train a model with the engine, and keep `most` moments: for corpora of many sentences.

        The sentences are read in order, `epochs` times, at a constant rate; a moment lies between
        two of them, and `moments` count the places read, each an example. Single updates are not
        kept. `road` is as in `fit`; numpy's needs no compiler and is fast enough for toys.
        Raises W2VError.
        """
        sentences = [list(sentence) for sentence in checked(sentences)]
        total = len(sentences) * whole("epochs", epochs)
        # Back from the end to a thousandth of the run, each moment earlier by the same factor.
        steps = np.geomspace(total, max(1, total // 1000), whole("most", most, least=2) - 1)
        marks = [0, *sorted({round(step) for step in steps.tolist()})]
        read, loss, moments = 0, [], [0]
        W_in, W_out = [model.W_in.copy()], [model.W_out.copy()]
        for start, end in pairwise(marks):
            told = []
            # Never more than one round at a time: numpy learns from many examples at once, and
            # from the same sentence many times over it would learn with a rate as many times high.
            for first in range(start, end, len(sentences)):
                last = min(first + len(sentences), end)
                piece = [sentences[number % len(sentences)] for number in range(first, last)]
                run = slices(model, piece, architecture, window, 1, learning_rate, road=road)
                for part in run:
                    told.append(part.loss)
                read += part.words
            loss.append(float(np.mean(told)))
            moments.append(read)
            W_in.append(model.W_in.copy())
            W_out.append(model.W_out.copy())
        nothing = (None,) * len(moments)
        around = np.array([loss[0], *loss])
        return cls(
            np.array(moments),
            np.array(W_in),
            np.array(W_out),
            around,
            nothing,
            model,
        )

    def thinned(self, most: int) -> Film:
        """The same run with fewer moments, the first and the last among them."""
        kept = spread_out(len(self.moments), most)
        return replace(
            self,
            moments=self.moments[kept],
            W_in=self.W_in[kept],
            W_out=self.W_out[kept],
            loss=self.loss[kept],
            steps=tuple(self.steps[place] for place in kept),
        )

    @property
    def vocabulary(self) -> Vocabulary:
        return self.model.vocabulary

    def model_at(self, moment: int) -> Model:
        """A model with the weights of that moment, counted from the end below 0."""
        return self.model.with_weights(self.W_in[moment], self.W_out[moment])

    @property
    def has_output_words(self) -> bool:
        """Whether a row of W_out is a word's; in hierarchical softmax it is an inner node's."""
        return self.W_out.shape[1] == len(self.vocabulary)

    @cached_property
    def last_finite(self) -> int:
        """The last moment at which every weight is a number: a run may explode."""
        finite = np.isfinite(self.W_in).all(axis=(1, 2)) & np.isfinite(self.W_out).all(axis=(1, 2))
        return int(np.flatnonzero(finite)[-1]) if finite.any() else 0

    def matrix(self, view: str, moment: int) -> np.ndarray:
        """The vectors that a view shows: "input", "output", or both, the input vectors first."""
        parts = {"input": [self.W_in], "output": [self.W_out], "together": [self.W_in, self.W_out]}
        return np.concatenate([part[moment] for part in parts[view]])

    def camera(
        self, view: str, dimensions: Sequence[int] | None = None, rows: Sequence[int] = ()
    ) -> Camera:
        """One camera for the whole run: it faces its end, or looks along two dimensions.

        With `rows` it faces these words and sees the others from there.
        """
        end = self.matrix(view, self.last_finite)
        if dimensions is not None:
            return Camera.along(end, *dimensions)
        V = len(self.vocabulary)
        chosen = [*rows, *(row + V for row in rows if row + V < len(end))]
        return Camera.facing(end[chosen] if rows else end)

    def places(self, view: str, camera: Camera) -> np.ndarray:
        """Where a camera sees the vectors of a view at every moment, (F, rows, 2)."""
        with np.errstate(all="ignore"):
            return np.array(
                [camera.view(self.matrix(view, moment)) for moment in range(len(self.moments))]
            )

    def story(self, word: str | int, topn: int = NEAREST) -> Story:
        """One word through time. Raises UnknownWordError."""
        row = self.vocabulary.id(word)
        topn = min(topn, len(self.vocabulary) - 1)
        at = zip(self.W_in, self._lengths, strict=True)
        found = [nearest(W, W[row], [row], topn, sizes) for W, sizes in at] if topn else []
        moments = len(self.moments)
        rows = np.array([near for near, _ in found]).reshape(moments, topn)
        cosines = np.array([cosine for _, cosine in found]).reshape(moments, topn)
        with np.errstate(all="ignore"):
            length = np.linalg.norm(self.W_in[:, row], axis=1)
        moved_in, moved_out = self._moves[:, :, row].T
        error = np.array([self._error(moment, row) for moment in range(moments)])
        return Story(rows, cosines, length, moved_in, moved_out, error)

    def pair(self, one: str | int, other: str | int) -> Pair:
        """Two words through time. Raises UnknownWordError."""
        a, b = (self.W_in[:, self.vocabulary.id(word)] for word in (one, other))
        with np.errstate(all="ignore"):
            cosine = (unit(a) * unit(b)).sum(axis=1)
            angle = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
            distance = np.linalg.norm(a - b, axis=1)
            first, second = np.linalg.norm(a, axis=1), np.linalg.norm(b, axis=1)
        return Pair(cosine, angle, distance, first, second)

    @cached_property
    def _lengths(self) -> np.ndarray:
        """The lengths of all input vectors at every moment, (F, V)."""
        return np.array([lengths(W_in) for W_in in self.W_in])

    @cached_property
    def _moves(self) -> np.ndarray:
        """How far each word's two vectors go from each moment on, (F, 2, V)."""
        with np.errstate(all="ignore"):
            return np.array([self._moved(moment) for moment in range(len(self.moments))])

    def _moved(self, moment: int) -> tuple[np.ndarray, np.ndarray]:
        """The same from one moment on, (V,) each; NaN where none follows, or no word has a row."""
        nowhere = np.full(len(self.vocabulary), np.nan)
        if (taken := self.steps[moment]) is not None:
            step, rate = taken
            G_in, G_out = self.model.gradients(step)
            change_in = rate * G_in
            change_out = rate * G_out
        elif moment + 1 < len(self.moments):
            change_in = self.W_in[moment + 1] - self.W_in[moment]
            change_out = self.W_out[moment + 1] - self.W_out[moment]
        else:
            return nowhere, nowhere
        far = np.linalg.norm(change_in, axis=1)
        return far, np.linalg.norm(change_out, axis=1) if self.has_output_words else nowhere

    def _error(self, moment: int, row: int) -> float:
        """y - t at a word's row of W_out, summed over the targets; NaN where no step was kept."""
        taken = self.steps[moment]
        if taken is None or not self.has_output_words:
            return np.nan
        step, _ = taken
        return float(sum(e[rows == row].sum() for rows, e in zip(step.rows, step.e, strict=True)))

    def settled(self, share: float = SETTLED) -> np.ndarray:
        """From which moment on each word points, within `share`, where it ends: places, (V,)."""
        with np.errstate(all="ignore"):
            end = unit(self.W_in[-1])
            cosine = np.array([(unit(W_in) * end).sum(axis=1) for W_in in self.W_in])
        astray = cosine < share
        last_astray = len(astray) - 1 - astray[::-1].argmax(axis=0)
        return np.where(astray.any(axis=0), np.minimum(last_astray + 1, len(astray) - 1), 0)

    def scores(self, questions: Mapping[str, Sequence[FourWords]]) -> dict[str, np.ndarray]:
        """The share of analogies answered rightly at every moment, (F,), kind by kind."""
        scores = {}
        for kind, asked in questions.items():
            ids = [self.vocabulary.ids(q) for q in asked if all(w in self.vocabulary for w in q)]
            rows = np.reshape(ids, (-1, 4))
            accuracy = [
                right_answers(W_in, rows).mean() if len(rows) else np.nan for W_in in self.W_in
            ]
            scores[kind] = np.array(accuracy)
        return scores

    def turned(self, other: Film) -> Film:
        """The same run turned so that its end lies as near as can be to another run's end.

        Scores, lengths and angles stay as they are. Of two runs with different dimensions the
        smaller one is taken to be 0 in the dimensions that it has not. Raises W2VError for runs
        over different words.
        """
        if self.vocabulary.words != other.vocabulary.words:
            raise W2VError("other_words")
        N = max(self.W_in.shape[2], other.W_in.shape[2])
        mine, its = (_widened(film.W_in[film.last_finite], N) for film in (self, other))
        turn = procrustes(mine, its)
        with np.errstate(all="ignore"):
            W_in, W_out = _widened(self.W_in, N) @ turn, _widened(self.W_out, N) @ turn
        return replace(self, W_in=W_in, W_out=W_out)

    def widened(self, N: int) -> Film:
        """The same run with zeros for the dimensions up to N that it has not."""
        return replace(self, W_in=_widened(self.W_in, N), W_out=_widened(self.W_out, N))


def _widened(matrices: np.ndarray, N: int) -> np.ndarray:
    missing = N - matrices.shape[-1]
    return np.pad(matrices, [(0, 0)] * (matrices.ndim - 1) + [(0, missing)])


def spread_out(count: int, most: int) -> list[int]:
    """At most `most` of `count` places, evenly, the last and, if two, the first among them."""
    if count <= most:
        return list(range(count))
    if most == 1:
        return [count - 1]
    return sorted({round(place) for place in np.linspace(0, count - 1, most).tolist()})


def films(recordings: Iterable[Recording | Film], most: int = MOST_MOMENTS) -> list[Film]:
    """The films of some runs, all turned so that they lie as the first does. Raises W2VError."""
    made = [
        one.thinned(most) if isinstance(one, Film) else Film.of(one, most) for one in recordings
    ]
    first, *others = made
    N = max(film.W_in.shape[2] for film in made)
    return [first.widened(N), *(film.turned(first.widened(N)) for film in others)]
