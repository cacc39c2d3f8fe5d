"""One right way for each exercise, under the name of its check: `exercises.hidden(hidden)`.

Written as a learner would who has just read the lesson; any other right way passes too.
"""

import numpy as np

from w2v_lab import exercises
from w2v_lab.lessons.l03.exercises import LETTERS
from w2v_lab.lessons.l13 import shop

# Lesson 00


def next_words(sentence):
    pairs = []
    for place in range(len(sentence) - 1):
        pairs.append((sentence[place], sentence[place + 1]))
    return pairs


# Lesson 01


def hidden(W_in, inputs):
    return W_in[inputs].mean(axis=0)


# Lesson 02


def softmax(u):
    exps = np.exp(u - u.max())  # the greatest is e⁰ = 1: nothing runs over
    return exps / exps.sum()


# Lesson 03


def back_to_h(e, W_out):
    return e @ W_out


def find_the_mistakes(seed):
    """What a learner reads from the table `wrong_updates(seed)`, for each letter."""
    found = {}
    for letter in LETTERS:
        rows = {}
        for model, word, taken, measured in exercises.wrong_updates(seed).rows:
            if model == letter:
                rows[word] = taken / measured
        twice, once = rows.values()  # how many times too steep
        if np.allclose(twice, 3) and np.allclose(once, 3):
            found[letter] = "undivided"  # three inputs, each moved by the whole of EH
        elif np.allclose(twice, 1 / 2) and np.allclose(once, 1):
            found[letter] = "assigned"  # one of two moves of the repeated word is lost
        else:
            found[letter] = "moved"
    return found


# Lesson 04


def cbow_examples(sentence, window):
    found = []
    for place, word in enumerate(sentence):
        before = sentence[max(0, place - window) : place]
        after = sentence[place + 1 : place + 1 + window]
        found.append((before + after, word))
    return found


# Lesson 05


def analogy(matrix, a, b, c):
    units = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    wanted = units[b] - units[a] + units[c]
    cosines = units @ wanted  # the length of `wanted` is the same for all: the order stays
    cosines[[a, b, c]] = -np.inf
    return int(cosines.argmax())


# Lesson 06


def word_probability(u, code):
    p = 1.0
    for score, bit in zip(u, code, strict=True):
        yes = 1 / (1 + np.exp(-score))
        p *= 1 - yes if bit else yes
    return p


def next_merge(weights):
    places = sorted(range(len(weights)), key=lambda place: weights[place])
    return places[:2]


# Lesson 07


def pair_and_noise(u, t):
    y = 1 / (1 + np.exp(-u))
    loss = -np.log(np.where(t == 1, y, 1 - y)).sum()
    return loss, y - t


def noise_shares(counts, exponent):
    weights = counts**exponent
    return weights / weights.sum()


# Lesson 08


def sampled_softmax(u, q):
    weights = np.exp(u) / q
    return weights / weights.sum()


# Lesson 09


def mean_reciprocal_rank(cosines, targets):
    order = np.argsort(-cosines, axis=1)
    ranks = [1 + list(row).index(target) for row, target in zip(order, targets, strict=True)]
    return np.mean(1 / np.array(ranks))


# Lesson 10


def association(w, A, B):
    def cosines(rows):
        return [row @ w / np.linalg.norm(row) / np.linalg.norm(w) for row in rows]

    return np.mean(cosines(A)) - np.mean(cosines(B))


# Lesson 11


def positive_pmi(counts):
    rows, columns = counts.sum(axis=1, keepdims=True), counts.sum(axis=0)
    with np.errstate(divide="ignore"):  # a pair that never was: ln 0 = −∞, and then 0
        return np.maximum(np.log(counts * counts.sum() / (rows * columns)), 0)


def attention_weights(q, k):
    exps = np.exp(k @ q / len(q) ** 0.5)
    return exps / exps.sum()


# Lesson 12


def turned_or_met(a, b):
    cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
    return cosine, np.linalg.norm(a - b)


# Lesson 13


def own_examples(sentence, window):
    pairs = []
    for place, centre in enumerate(sentence):
        for other in range(max(0, place - window), min(len(sentence), place + window + 1)):
            if other != place:
                pairs.append((centre, sentence[other]))
    return pairs


def own_scores(h, W):
    u = W @ h
    return u, 1 / (1 + np.exp(-u))


def own_errors(y, t, W):
    e = y - t
    return e, e @ W


def own_update(W_in, W_out, centre, rows, h, e, EH, rate):
    for row, error in zip(rows, e, strict=True):  # one by one: the noise may draw a row twice
        W_out[row] -= rate * error * h
    W_in[centre] -= rate * EH


def own_noise(counts):
    weights = counts**0.75
    return weights / weights.sum()


def repairs(seed):
    """The seven names, for each seed."""
    return shop.key(seed)
