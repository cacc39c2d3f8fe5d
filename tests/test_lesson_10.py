"""What lesson 10 says: its prose, its questions and its exercise."""

import re

import numpy as np
from test_lessons import LANGUAGES, executed, lesson, printed, says

import w2v_lab as w2v
from w2v_lab import evaluation, exercises, lessons, uses
from w2v_lab.lessons.l10 import exercises as checked
from w2v_lab.lessons.l10 import runs
from w2v_lab.messages import catalogue
from w2v_lab.uses.records import recorded

ANSWERS = {
    "search_winner": "words",
    "real_reviews": "nowhere",
    "document_rows": "bag",
    "tag_gain": "few",
    "even_text": "partner",
}


@LANGUAGES
def test_the_answers_of_the_questions(language):
    w2v.set_language(language)
    assert {name: lessons.find(name).answer() for name in ANSWERS} == ANSWERS


def test_what_is_searched_and_what_is_judged():
    says(10, "which of 11,981 descriptions", "So are judged the 150 headings of ICD")
    assert len(uses.icd_queries().texts) == 11_981
    train, test = uses.topics.parts()
    assert (len(train), len(test)) == (1_658, 150)  # as a reason says
    assert {document.words for document in train}.isdisjoint(document.words for document in test)
    assert "1,658" in catalogue("l10")["document_rows_bag_why"]["en"]
    lengths = [len(document.words) for document in train]
    assert round(np.mean(lengths), -1) == 40  # forty words, says another


def test_where_no_word_is_shared_vectors_find_hardly_more_than_chance():
    assert "hardly sooner than chance" in catalogue("l10")["search_winner_vectors_why"]["en"]
    found = recorded(uses.SEARCH)
    assert found["no word shared", "plain"].evaluation.score == 0
    chance = (1 / np.arange(1, 11_982)).mean()
    assert chance < found["no word shared", "ours"].evaluation.score < 3 * chance


def test_in_the_toy_vectors_are_far_ahead_with_ten_labelled_sentences():
    found = recorded(uses.SENTIMENT)
    assert found["toy 10", "ours"].evaluation.low > found["toy 10", "plain"].evaluation.high


def test_where_labels_are_few_and_words_are_new_vectors_help_as_with_names():
    says(10, "where labels are few and words are new, as names are")
    tags = recorded(uses.TAGGING)
    for row in ("names linear 100", "roles linear 10"):
        assert tags[row, "ours"].evaluation.low > tags[row, "plain"].evaluation.high
    opinions, documents = recorded(uses.SENTIMENT), recorded(uses.TOPICS)
    for found, row in ((opinions, "reviews 1600"), (documents, "dbow")):  # labels are many
        assert found[row, "plain"].evaluation.score > found[row, "ours"].evaluation.score


def test_how_wide_200_sentences_leave_an_interval():
    says(10, "Of 200 sentences 160 are right", "More than ten points wide")
    told = evaluation.scored([[1] * 160 + [0] * 40])
    assert 0.1 < told.high - told.low < 0.11


@LANGUAGES
def test_who_is_chosen_on_the_test_was_lucky_there(language):
    w2v.set_language(language)
    picked = runs.picked_on_the_test()
    assert picked.on_test > picked.on_others + 0.02 > picked.everyone
    assert f"{picked.on_test:.2f}" in repr(picked)


@LANGUAGES
def test_the_game_names_the_partner_in_a_text_that_leans_to_nobody(language):
    says(10, "In the even text five of six jobs", "only three if the answer may be one")
    w2v.set_language(language)
    leaning, even = runs.leaning(0.75), runs.leaning(0.5)
    assert leaning.found.effect > 1.5 and leaning.found.p < 0.01
    assert even.found.effect < 1 and even.found.p > 0.1
    assert (even.named, even.named_free, even.asked) == (5, 3, 6)


def test_what_the_cells_print():
    ran, *_ = executed(lesson(10), "en")
    told = {cell.source.strip(): printed(cell) for cell in ran}
    (near,) = [text for source, text in told.items() if "most_similar" in source]
    assert "hepatic" in near
    (found,) = [text for source, text in told.items() if "figures.found" in source]
    assert re.search(r"BM25:\n.*\*heart\*|BM25:\n.*\*attack\*", found)


def test_each_mistake_of_the_exercise_is_named():
    assert exercises.association(checked._association).passed
    for key, wrong in checked.MISTAKES.items():
        verdict = exercises.association(wrong)
        assert not verdict.passed
        assert verdict.text.endswith(catalogue("l10")[f"hint_association_{key}"]["en"])
