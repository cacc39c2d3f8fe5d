"""Widgets that wait for an answer, each with the question that a lesson asks with it."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Locator

import w2v_lab as w2v
from w2v_lab import experiments
from w2v_lab.widgets.kit.session import BaseSession

from .reading import by_key
from .test_pages import run, session, toy

# What a question is asked with, as in the lessons.
ASKED_BY: dict[str, tuple[str, dict[str, Any]]] = {
    "which_row": ("RowSelector", {}),
    "first_probability": ("FirstLook", {}),
    "softmax_first": ("StepExplorer", {}),
    "first_update": ("StepExplorer", {"phase": "errors"}),
    "spare_vector": ("Sweep", {}),
    "next_merge": ("TreeLab", {}),
    "closer_without_meeting": ("TwoDials", {}),
    "another_seed": ("TrainingPlayer", {"names": ["0", "1"]}),
    "three_quarters": ("NoiseLab", {"act": "draw"}),
    "target_as_noise": ("NoiseLab", {}),
    "more_noise": ("Cloud", {"epochs": 4}),
    "below_the_table": ("Frozen", {}),
    "which_losses": ("ThreeHeads", {}),
    "hundredfold": ("HeadCosts", {}),
    "rows_touched": ("Predict", {"question": "rows_touched"}),
    "map_keeps": ("Explorer", {}),
    "which_setting": ("Parameters", {}),
    "search_winner": ("Workbench", {"task": "search"}),
    "real_reviews": ("Workbench", {"task": "sentiment"}),
    "document_rows": ("Workbench", {"task": "topics"}),
    "tag_gain": ("Workbench", {"task": "tagging"}),
    "even_text": ("Workbench", {"task": "bias"}),
    "who_misses": ("Family", {}),
    "who_weighs_most": ("ClozeWalk", {}),
    "claim_s1": ("Trial", {"claims": experiments.claims()[:12]}),
}


def asking(question: str) -> BaseSession:
    """A widget that asks this question."""
    kind, settings = ASKED_BY[question]
    asked = {} if kind in ("Predict", "Trial") else {"predict": question}
    return session(kind, *_about(kind), **settings, **asked)


def _about(kind: str) -> list[Any]:
    """What such a widget cannot do without."""
    if kind == "TrainingPlayer":
        return [run(), run()]
    if kind == "Sweep":
        model, _ = toy()
        return [experiments.spare_vector(model, model.vocabulary.words[0])]
    return [many_words()] if kind == "Explorer" else []


def question_in(widget: Locator, question: str) -> Locator:
    """The question, after the steps that lead to it."""
    found = widget.locator(f'[data-gate="{question}"]')
    while not found.count():
        by_key(widget, "on").click()
    return found


@cache
def many_words() -> w2v.Vectors:
    """Vectors as a lesson has them: some hundred words, whose neighbours are not all on the map."""
    return w2v.relatives.ppmi_svd(w2v.toy_sentences("grammar", "en"), 50, 5, 1)
