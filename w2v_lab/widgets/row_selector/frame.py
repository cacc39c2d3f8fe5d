"""The row selector's frame: two roads from a one-hot to h."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ...messages import clean
from ...model import Model, Product
from ..kit.source import line_of
from ..kit.trace import Trace, decimals, relation, shown_rows


def row_selector(model: Model, selections: Sequence[Sequence[int]], hide: bool = False) -> Trace:
    """The two roads to h, for each selection of input words: the look-up and the whole product.

    Shown are at most MOST_ROWS rows of W_in, those of the inputs always among them. With `hide`
    the products and h stay out, for a question that asks for them.
    """
    V, N = model.W_in.shape
    rows = shown_rows(V, [i for selection in selections for i in selection])
    arrays = {"W_in": model.W_in[rows], "V": np.array(V), "N": np.array(N)}
    for selection in selections:
        product = model.multiply(selection)
        h = model.hidden(selection)
        state = {
            "x": product.x[rows],
            "C": np.array(len(selection)),
            "multiplications": np.array(product.multiplications),
            "by_zero": np.array(product.by_zero),
        }
        if not hide:
            state |= {
                "products": product.products[rows],
                "sums": product.sums,
                "long_h": product.h,
                "h": h,
                "difference": np.array(product.difference(h)),
            }
        key = ",".join(map(str, selection))
        arrays |= {f"{key}/{name}": array for name, array in state.items()}
    multiply, hidden = Model.multiply, Model.hidden
    facts = {
        "words": {str(i): clean(model.vocabulary.words[i]) for i in rows},
        "rows": rows,
        "hidden_rows": V - len(rows),
        "selections": [list(selection) for selection in selections],
        "tinted": ["W_in", "products", "sums", "long_h", "h"],
        "whole": ["x", "C", "V", "N", "multiplications", "by_zero", "difference"],
        "hides": hide,
        "decimals": decimals(model.W_in),
        "relations": {
            "x": relation("x", "given", index="i", code=line_of(multiply, "x")),
            "W_in": relation("W_in", "given", index="ij", code=line_of(Model.__init__, "W_in")),
            "products": relation(
                "x·W_in", "product", ["x[i]", "W_in[i,j]"], "ij", line_of(multiply, "products")
            ),
            "sums": relation("(x·W_in)", "sum", ["products[:,j]"], "j", line_of(multiply, "sums")),
            "long_h": relation("h", "quotient", ["sums[j]", "C"], "j", line_of(multiply, "h")),
            "h": relation("h", "mean", ["W_in[inputs,j]"], "j", line_of(hidden, "h")),
            "C": relation("C", "given", code=line_of(multiply, "inputs")),
            "V": relation("V", "given", code=line_of(Model.__init__, "V")),
            "N": relation("N", "given", code=line_of(Model.__init__, "N")),
            "multiplications": relation(
                "V·N", "product", ["V", "N"], code=line_of(_getter("multiplications"), "return")
            ),
            "by_zero": relation("by_zero", "given", code=line_of(_getter("by_zero"), "return")),
            "difference": relation(
                "max |h − h|", "given", code=line_of(Product.difference, "return")
            ),
        },
    }
    return Trace(facts, arrays)


def _getter(name: str) -> Callable[..., Any]:
    """The function behind a property of Product."""
    getter: Callable[..., Any] = vars(Product)[name].fget
    return getter
