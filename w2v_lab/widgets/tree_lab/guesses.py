"""What people take for the next merge of a tree, and after how many merges the guesses differ."""

from __future__ import annotations

from ...trees import Tree


def guesses(tree: Tree, made: int) -> dict[str, set[int]]:
    """What people take for the next two to merge, after so many merges: by guess, sets of nodes.

    The two heaviest; the two lightest of all that wait; the two lightest words; the newest inner
    node and the lightest word. A guess that names no two is left out.
    """
    V, waiting = len(tree), tree.waiting(made)
    words = [node for node in waiting if node < V]
    pairs = {
        "heaviest": waiting[-2:],
        "lightest": waiting[:2],
        "words_first": words[:2],
        "newest": [V + made - 1, *words[:1]] if made else [],
    }
    return {letter: set(pair) for letter, pair in pairs.items() if len(pair) == 2}


def telling(tree: Tree) -> int:
    """The first number of merges after which every guess names another pair; else as many as
    there are before the last two."""
    for made in range(len(tree.merges)):
        pairs = guesses(tree, made)
        if len(pairs) == 4 and len({frozenset(pair) for pair in pairs.values()}) == 4:
            return made
    return max(0, len(tree.merges) - 2)
