"""What people take for the next merge of a tree, and after how many merges the guesses differ."""

from __future__ import annotations

from ...trees import Tree


def candidates(tree: Tree, made: int) -> dict[str, set[int]]:
    """What people take for the next two to merge, after so many merges: by choice, sets of nodes.

    a: the two heaviest; b: the two lightest of all that wait; c: the two lightest words; d: the
    newest inner node and the lightest word. A choice that there is not is left out.
    """
    V, waiting = len(tree), tree.waiting(made)
    words = [node for node in waiting if node < V]
    pairs = {
        "a": waiting[-2:],
        "b": waiting[:2],
        "c": words[:2],
        "d": [V + made - 1, *words[:1]] if made else [],
    }
    return {letter: set(pair) for letter, pair in pairs.items() if len(pair) == 2}


def tell_tale(tree: Tree) -> int:
    """The first number of merges after which every choice names another pair; else as many as
    there are before the last two."""
    for made in range(len(tree.merges)):
        pairs = candidates(tree, made)
        if len(pairs) == 4 and len({frozenset(pair) for pair in pairs.values()}) == 4:
            return made
    return max(0, len(tree.merges) - 2)
