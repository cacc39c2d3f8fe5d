"""The widgets on Python's side: what is sent, what is held back, which texts they have."""

import json
import re
from functools import cache

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import experiments, lessons, widgets
from w2v_lab.messages import catalogue
from w2v_lab.widgets import (
    AnalogyArrows,
    Cloud,
    ClozeWalk,
    Explorer,
    Family,
    FirstLook,
    Frozen,
    HeadCosts,
    NoiseLab,
    Parameters,
    Predict,
    RowSelector,
    StepExplorer,
    Sweep,
    ThreeHeads,
    TrainingPlayer,
    TreeLab,
    Trial,
    TwoDials,
    Vote,
    WindowSlider,
    Workbench,
)
from w2v_lab.widgets.kit import shell
from w2v_lab.widgets.kit.assets import shipped

CLASSES = {
    "analogy_arrows": AnalogyArrows,
    "cloud": Cloud,
    "training_player": TrainingPlayer,
    "two_dials": TwoDials,
    "window_slider": WindowSlider,
    "explorer": Explorer,
    "cloze_walk": ClozeWalk,
    "family": Family,
    "first_look": FirstLook,
    "frozen": Frozen,
    "head_costs": HeadCosts,
    "noise_lab": NoiseLab,
    "parameters": Parameters,
    "predict": Predict,
    "row_selector": RowSelector,
    "step_explorer": StepExplorer,
    "sweep": Sweep,
    "three_heads": ThreeHeads,
    "tree_lab": TreeLab,
    "trial": Trial,
    "vote": Vote,
    "workbench": Workbench,
}
MADE = {
    "analogy_arrows": lambda: AnalogyArrows(_run(), w2v.toy_analogies("plane")),
    "cloud": lambda: Cloud(w2v.toy_sentences("topics", "en")[:300], epochs=2),
    "training_player": lambda: TrainingPlayer(_run(), analogies=w2v.toy_analogies("plane")),
    "training_player, biography": lambda: _life(),
    "two_dials": lambda: TwoDials(window=1),
    "window_slider": WindowSlider,
    "explorer": lambda: Explorer(_vectors(), analogy=["man", "woman", "king"]),
    "cloze_walk": ClozeWalk,
    "family": Family,
    "first_look": FirstLook,
    "frozen": Frozen,
    "head_costs": HeadCosts,
    "noise_lab": NoiseLab,
    "parameters": lambda: Parameters("window"),
    "row_selector": RowSelector,
    "step_explorer": StepExplorer,
    "three_heads": ThreeHeads,
    "sweep": lambda: Sweep(experiments.learning_rates(*_toy())),
    "sweep, spare vector": lambda: Sweep(experiments.spare_vector(_toy()[0], 1)),
    "sweep, shifted paths": lambda: Sweep(experiments.shifted_paths()),
    "sweep, subsampled tree": lambda: Sweep(experiments.subsampled_tree([9, 5, 4, 1])),
    "tree_lab": TreeLab,
    "trial": lambda: verdict("claim_s4"),
    "vote": lambda: Vote("which_row"),
    "workbench": Workbench,
    "predict": lambda: evidence("nearest_one_hot"),
}


@cache
def shows(made):
    """What a widget shows first, and in how many bytes its numbers come."""
    widget = MADE[made]()
    return widget.trace, len(widget.numbers)


@cache
def _run():
    sentences = w2v.toy_sentences("plane", "en")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    run = w2v.examples(sentences, vocabulary, window=5)
    return w2v.record(w2v.Model(vocabulary, 3), run, epochs=5, learning_rate=0.2)


def _life():
    sentences = w2v.toy_sentences("kingdom", "en")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    cut = list(w2v.windows(sentences, vocabulary, pairs=True))
    run = w2v.record(w2v.Model(vocabulary, 3), [window.example for window in cut])
    origins = [window.sentence for window in cut]
    return TrainingPlayer(run, sentences=sentences, origins=origins, leaf="biography")


def _vectors():
    vocabulary = w2v.Vocabulary.from_sentences(w2v.toy_sentences("plane", "en"))
    return w2v.Vectors(vocabulary.words, w2v.Model(vocabulary, 3).W_in, vocabulary.counts)


def _toy():
    sentences = w2v.toy_sentences()
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    return w2v.Model(vocabulary, 3), list(w2v.examples(sentences, vocabulary, "next-word"))


# Keys that the JavaScript puts together from parts: a phase's name, a number's name, a toy's name.
COMPOSED = re.compile(
    r"(say|phase|reading|toy|index)_|_(several|look_up|caption)$|^(one|several|words_training)"
    r"|^(learning_rates|spare_vector)_|^(matrices|network)$"
    r"|^(shifted_paths|subsampled_tree|kind|column|waiting)_|^(code|rows|total|loss|given|word)$"
    # the players: which vectors, what about a leaf, the role of a word, how far a run has come
    r"|^(kind|map|role|speed|leaf|about|list)_|_of$|^run$"
    # the noise lab: a part, a word's fate, a formula, what is said of a draw
    # the workbench: a task, its rows and ways, a kind or a tag
    r"|^(tab|task|measure|plain|way|about|row|given|tag|size)_"
    r"|^(act|fate|formula|exponent|how|mark|draws|asks|thins)_"
    # the explorer: kinds of maps, fields, what is drawn beside the map
    r"|^(map|zoom|pair|analogy|leaf)_"
    # parameters: what one does, a set of questions, a score
    r"|^(does|chart|set|told)_"
    # the family: what is said of each method and each matrix; the cloze walk: of each phase
    r"|^(name|blind|case|why|source|part|cost|says)_"
    # the trial: verdicts; a vote: its rounds
    r"|^verdict_|^round_\d"
)


def script(name):
    """All that the page runs of a widget's folder."""
    return "".join(shipped(name)["modules"].values())


def arrays(widget):
    """The arrays as the page would read them."""
    numbers = np.frombuffer(widget.numbers, dtype="<f8")
    return {
        name: numbers[at["offset"] :][: int(np.prod(at["shape"]))].reshape(at["shape"])
        for name, at in widget.trace.get("arrays", {}).items()
    }


def ask(widget, **content):
    """Say what the page would say; return what it would hear."""
    reply, _ = widget.session.hear({"request": "1", **content}, content.pop("buffers", []))
    assert reply["reply"] == "1"
    return reply


def test_what_the_default_widgets_send_is_below_500_kb():
    for made in MADE:
        trace, numbers = shows(made)
        assert len(json.dumps(trace)) + numbers < 500_000


@pytest.mark.parametrize("name", CLASSES)
def test_no_rule_of_a_widget_reaches_another_on_the_same_page(name):
    own = re.sub(r"/\*.*?\*/", "", shipped(name)["styles"], flags=re.DOTALL)
    own = re.sub(r"@keyframes[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", own)
    outermost, depth = "", 0
    for letter in own:
        depth -= letter == "}"
        outermost += letter if depth == 0 else ""
        depth += letter == "{"
    assert depth == 0 and outermost.split() == [f".w2v.{name}", "{}"]


@pytest.mark.parametrize("name", CLASSES)
def test_every_text_that_the_page_asks_for_is_in_the_catalogue(name):
    shared = {*catalogue("kit"), *catalogue("messages")}
    asked = set(re.findall(r'(?:say|nodes|caption|note)\("([a-z_A-Z]+)"', script(name)))
    assert asked <= shared | set(catalogue(name))
    assert set(re.findall(r'(?:say|note)\("([a-z_]+)"', script("kit"))) <= shared


@pytest.mark.parametrize("name", ["kit", *CLASSES])
def test_no_text_of_the_catalogue_is_left_over(name):
    used = script("kit") + script(name) + "".join(map(script, CLASSES) if name == "kit" else [])
    relations = {
        rule.get("reading", relation)
        for made in MADE
        for relation, rule in shows(made)[0]["relations"].items()
    }
    for key in catalogue(name):
        if key.startswith(("reading_", "caption_", "symbol_")):
            assert key.split("_", 1)[1] in relations
        elif not COMPOSED.search(key):
            assert f'"{key}"' in used, key


@pytest.mark.parametrize("made", MADE)
def test_every_number_has_a_reading(made):
    for name, rule in shows(made)[0]["relations"].items():
        reading = rule.get("says", catalogue(made.split(",")[0]))
        assert reading.get("reading", reading.get(f"reading_{rule.get('reading', name)}")), name


def verdict(name):
    widget = Trial(experiments.claims())
    widget.commit(name, "so")
    return widget


def evidence(name):
    widget = Predict(name)
    widget.commit(name, lessons.find(name).choices[0])
    return widget


def test_the_row_selector_follows_its_traits():
    model = w2v.Model(w2v.Vocabulary.from_sentences([["a", "b", "a", "c"]]), 3, seed=7)
    selector = RowSelector()
    before = selector.numbers
    selector.model = model
    assert np.array_equal(arrays(selector)["W_in"], model.W_in)
    selector.inputs = ["c", "a", "c"]
    assert selector.trace["first"] == [2, 0, 2]
    assert np.array_equal(arrays(selector)["2,0,2/h"], model.hidden(["c", "a", "c"]))
    assert selector.numbers != before


def test_the_row_selector_refuses_unknown_words_and_keeps_what_it_has():
    selector = RowSelector(inputs=["king"])
    with pytest.raises(w2v.UnknownWordError):
        selector.inputs = ["nobody"]
    assert selector.inputs == [1]
    error = ask(selector, inputs=["nobody"])["error"]
    assert set(error["text"]) == {"en", "zh"} and error["values"]["word"] == "nobody"
    assert "error" in ask(selector, inputs=[])
    assert "error" in ask(selector, inputs=["king"] * 21)


def test_the_row_selector_answers_with_all_that_was_asked_before():
    selector = RowSelector()
    ask(selector, inputs=[1, 4])
    selections = ask(selector, inputs=["the", "the"])["trace"]["selections"]
    assert (
        [1, 4] in selections and [0, 0] in selections and [[i] for i in range(8)] == selections[:8]
    )


@pytest.mark.parametrize("name", lessons.questions())
def test_a_question_takes_one_answer_and_reads_it_back(name):
    widget = Predict(name)
    assert widget.choices == {} and widget.right == {}
    assert "answer" not in widget.gates[0] and not widget.trace
    with pytest.raises(w2v.W2VError):
        widget.commit(name, "z")
    answer = lessons.find(name).answer()
    wrong = next(choice for choice in lessons.find(name).choices if choice != answer)
    widget.commit(name, wrong)
    widget.commit(name, answer)
    assert widget.choices == {name: wrong} and widget.right == {name: False}
    assert widget.gates[0]["answer"] == answer


@pytest.mark.parametrize(
    ("make", "question", "secret"),
    [
        (lambda: RowSelector(predict="which_row"), "which_row", {"1/h", "1/products", "1/long_h"}),
        (lambda: FirstLook(predict=["first_probability"]), "first_probability", {"y", "y_trained"}),
        (lambda: FirstLook(predict=["same_surroundings"]), "same_surroundings", {"view", "cosine"}),
    ],
)
def test_what_a_question_asks_for_is_sent_only_after_the_answer(make, question, secret):
    widget = make()
    assert not secret & set(arrays(widget))
    assert "because" not in json.dumps(widget.gates)
    ask(widget, commit=question, choice=lessons.find(question).choices[0])
    assert secret <= set(arrays(widget))
    assert widget.gates[0]["because"]


def test_an_open_question_hides_its_answer_from_every_new_text_too():
    widget = FirstLook(predict=["first_probability", "same_surroundings"])
    ask(widget, text="one two three two one")
    assert not {"y", "u", "loss", "view", "cosine", "y_trained"} & set(widget.trace["arrays"])
    selector = RowSelector(predict="which_row")
    assert not any(
        "h" in key.split("/")[1:] for key in ask(selector, inputs=[2])["trace"]["arrays"]
    )


def test_unknown_questions_are_refused():
    with pytest.raises(w2v.W2VError):
        Predict("no_such_question")
    with pytest.raises(w2v.W2VError):
        RowSelector(predict="no_such_question")


@pytest.mark.parametrize("text", ["", "  \n ", "?!", "word", "one\ntwo\nthree"])
def test_a_text_without_pairs_is_refused_and_the_last_one_stays(text):
    look = FirstLook("a b c")
    assert "error" in ask(look, text=text)
    assert look.vocabulary.words == ["a", "b", "c"]


def test_the_first_look_reads_text_files_and_refuses_pictures():
    look = FirstLook()
    ask(look, file="x.txt", buffers=[memoryview("国王 统治\n王后 统治".encode("gb18030"))])
    assert look.vocabulary.words == ["统治", "国王", "王后"]
    assert "error" in ask(look, file="x.png", buffers=[memoryview(b"\x89PNG\r\n\x1a\n\0\0\0")])
    assert "error" in ask(look, file="x.txt", buffers=[memoryview(b"a " * 2_500_000)])
    assert len(look.vocabulary) == 3


def test_the_first_look_takes_the_first_words_of_a_long_text():
    look = FirstLook(" ".join(f"w{i}" for i in range(1000)))
    assert look.trace["total"] == 1000
    assert look.trace["used"] == len(look.vocabulary) == 48


def test_what_the_first_look_found_is_there_for_python():
    look = FirstLook("a b c")
    assert look.sentences == [["a", "b", "c"]]
    assert [example.inputs for example in look.examples] == [(0,), (1,), (2,)]
    last = look.recording.W_in_at(len(look.recording.losses))
    assert np.array_equal(last, look.model.W_in)


def test_widgets_speak_the_language_of_their_making():
    w2v.set_language("zh")
    assert FirstLook().language == "zh"
    assert "国王" in FirstLook().vocabulary
    w2v.set_language("en")
    assert FirstLook().language == "en"


def test_lone_surrogates_do_not_reach_the_page():
    model = w2v.Model(w2v.Vocabulary.from_sentences([["\ud800", "b"]]))
    RowSelector(model).trace["words"]["0"].encode("utf-8")


def test_a_cell_run_again_closes_what_it_made_before(monkeypatch):
    message = {"header": {"msg_id": "1"}, "metadata": {"cellId": "here"}}

    class Shell:
        def get_parent(self):
            return message

    monkeypatch.setattr(shell, "get_ipython", Shell)
    monkeypatch.setattr(shell, "_cells", {})
    first, second = RowSelector(), RowSelector()
    assert first.comm is not None
    message["header"]["msg_id"] = "2"
    third = RowSelector()
    assert first.comm is None and first.layout.comm is None and second.comm is None
    assert third.comm is not None
    message["metadata"]["cellId"] = "elsewhere"
    RowSelector()
    assert third.comm is not None


def test_the_widgets_module_names_its_widgets():
    assert {getattr(widgets, name) for name in widgets.__all__} == set(CLASSES.values())
