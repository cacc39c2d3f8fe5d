"""The toy corpora: what they promise in words, counted; and the analogies that they must teach."""

from collections import Counter

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab.messages import LANGUAGES
from w2v_lab.toys import GRAMMARS, SENTENCES, TOPICS, Kind, kinds

CORPORA = ["plane", "grammar"]
both = pytest.mark.parametrize("language", LANGUAGES)
each = pytest.mark.parametrize("name", CORPORA)


def answers(vectors: np.ndarray, index: dict[str, int], questions) -> list[bool]:
    """Whether d is nearest to b - a + c, unit vectors, the three left out (Mikolov 2013)."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    right = []
    for question in questions:
        a, b, c, d = (index[word] for word in question)
        cosine = unit @ (unit[b] - unit[a] + unit[c])
        cosine[[a, b, c]] = -np.inf
        right.append(int(cosine.argmax()) == d)
    return right


@both
def test_the_grammar_has_the_size_that_it_says(language):
    sentences = w2v.toy_sentences("grammar", language)
    assert len(sentences) == SENTENCES == 2_000
    assert len({word for sentence in sentences for word in sentence}) == 176
    assert {len(sentence) for sentence in sentences} == {4}


@both
def test_the_plane_says_24_things_about_four_words(language):
    sentences = w2v.toy_sentences("plane", language)
    assert len(sentences) == len(set(map(tuple, sentences))) == 24
    four = {word for pair in kinds("plane", language)["gender"].pairs for word in pair}
    told = Counter(word for sentence in sentences for word in sentence if word in four)
    assert len(four) == 4 and set(told.values()) == {6}


@each
@both
def test_the_same_words_come_at_every_call(name, language):
    assert w2v.toy_sentences(name, language) == w2v.toy_sentences(name, language)


@each
def test_the_twins_have_the_same_rules(name):
    english, chinese = (kinds(name, language) for language in ("en", "zh"))
    assert list(english) == list(chinese)
    for kind in english:
        assert shape(english[kind]) == shape(chinese[kind])
        assert len(english[kind].pairs) == len(chinese[kind].pairs)


def shape(kind: Kind) -> list[tuple[int, list[int]]]:
    """Return how many words each rule speaks of, and how many fill each of its slots."""
    return [(len(rule.words), sorted(map(len, rule.slots))) for rule in kind.rules]


@each
@both
def test_every_sentence_tells_one_thing_about_one_word(name, language):
    """A word of a slot belongs to one rule, so what is said is either shared or sets apart."""
    rules = [rule for kind in kinds(name, language).values() for rule in kind.rules]
    about = {word for rule in rules for word in rule.words}
    homes = Counter(
        word for rule in rules for slot in rule.slots for word in slot if slot != ("*",)
    )
    assert set(homes.values()) == {1}
    assert not about & set(homes)
    for sentence in w2v.toy_sentences(name, language):
        [word] = about & set(sentence)
        said = [rule.says_of(word) for rule in rules if word in rule.words]
        assert any(fits(sentence, slots) for slots in said)


def fits(sentence: list[str], slots: tuple[tuple[str, ...], ...]) -> bool:
    return len(sentence) == len(slots) and all(map(tuple.__contains__, slots, sentence))


@each
@pytest.mark.parametrize(
    ("language", "king", "he", "she"), [("en", "king", "he", "she"), ("zh", "国王", "他", "她")]
)
def test_kings_are_he(name, language, king, he, she):
    told = [sentence for sentence in w2v.toy_sentences(name, language) if king in sentence]
    assert any(he in sentence for sentence in told) and not any(
        she in sentence for sentence in told
    )


@each
@both
def test_the_star_stands_once_in_every_rule(name, language):
    for kind in kinds(name, language).values():
        assert all(rule.slots.count(("*",)) == 1 for rule in kind.rules)


@both
def test_the_kinds_come_as_often_as_they_should(language):
    grammar = kinds("grammar", language)
    told = Counter(
        name
        for sentence in w2v.toy_sentences("grammar", language)
        for name, kind in grammar.items()
        if any(word in sentence for pair in kind.pairs for word in pair)
    )
    for name, share in {"gender": 0.5, "capital": 0.3, "young": 0.2}.items():
        assert told[name] / SENTENCES == pytest.approx(share, abs=0.03)


@both
def test_both_words_of_a_pair_share_one_rule_and_differ_in_another(language):
    for kind in kinds("grammar", language).values():
        for first, second in kind.pairs:
            told = {word: {r for r in kind.rules if word in r.words} for word in (first, second)}
            assert len(told[first] & told[second]) == 1
            assert len(told[first]) == len(told[second]) == 2


@both
def test_the_questions_ask_every_pair_about_every_other(language):
    questions = w2v.toy_analogies(language=language)
    assert {kind: len(asked) for kind, asked in questions.items()} == {
        "gender": 30,
        "capital": 30,
        "young": 20,
    }
    words = w2v.Vocabulary.from_sentences(w2v.toy_sentences("grammar", language))
    for asked in questions.values():
        assert len(set(asked)) == len(asked)
        assert all(word in words for question in asked for word in question)
        assert all(len(set(question)) == 4 for question in asked)


def test_king_to_queen_is_asked():
    for name in CORPORA:
        assert ("man", "woman", "king", "queen") in w2v.toy_analogies(name, "en")["gender"]
        assert ("男人", "女人", "国王", "王后") in w2v.toy_analogies(name, "zh")["gender"]
    assert ("china", "beijing", "japan", "tokyo") in w2v.toy_analogies()["capital"]
    assert ("dog", "puppy", "cat", "kitten") in w2v.toy_analogies()["young"]


def test_sentences_and_questions_follow_the_language():
    w2v.set_language("zh")
    assert "国王" in {word for sentence in w2v.toy_sentences("grammar") for word in sentence}
    assert w2v.toy_analogies("plane") == w2v.toy_analogies("plane", "zh")


def test_brackets_are_for_the_reader():
    for name in CORPORA:
        for language in LANGUAGES:
            assert "(" in "".join(GRAMMARS[name][language].values())
            for sentence in w2v.toy_sentences(name, language):
                assert not set("()|*: ") & set("".join(sentence))


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        (w2v.toy_sentences, ("moon",)),
        (w2v.toy_sentences, ("grammar", "fr")),
        (w2v.toy_analogies, ("kingdom",)),
        (w2v.toy_analogies, ("plane", "fr")),
    ],
)
def test_unknown_names_are_refused_in_both_languages(call, arguments):
    with pytest.raises(w2v.W2VError, match="Choose one of"):
        call(*arguments)
    w2v.set_language("zh")
    with pytest.raises(w2v.W2VError, match="可以选"):
        call(*arguments)


@both
def test_the_plane_teaches_its_analogy_in_three_dimensions(language):
    """3 dimensions, softmax, rate 0.2, 50 rounds: both questions, with each of five seeds."""
    sentences = w2v.toy_sentences("plane", language)
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    examples = list(w2v.examples(sentences, vocabulary))
    for seed in range(5):
        model = w2v.Model(vocabulary, vector_size=3, seed=seed)
        w2v.train(model, examples, 50, 0.2)
        questions = w2v.toy_analogies("plane", language)["gender"]
        assert answers(model.W_in, vocabulary.index, questions) == [True, True]


# Topics


@both
def test_topics_are_5000_sentences_of_ten_words_out_of_twenty(language):
    sentences = w2v.toy_sentences("topics", language)
    assert {len(sentence) for sentence in sentences} == {10}
    words = [word for topic in TOPICS[language] for word in topic.split()]
    assert len(sentences) == 5_000 and len(set(words)) == 20
    assert {word for sentence in sentences for word in sentence} == set(words)
    assert sentences == w2v.toy_sentences("topics", language)


def test_the_topics_have_twins_word_for_word():
    english, chinese = (w2v.toy_sentences("topics", language) for language in ("en", "zh"))
    twins = {
        (a, b) for pair in zip(english, chinese, strict=True) for a, b in zip(*pair, strict=True)
    }
    assert len(twins) == 20


def test_a_word_is_six_times_as_likely_at_home():
    """The odds of two words of two topics turn by 6 · 6 between these topics' sentences."""
    rng = np.random.default_rng(0)
    rng.permutation(20)
    topic = rng.integers(4, size=5_000)
    told = [Counter(), Counter()]
    for sentence, number in zip(w2v.toy_sentences("topics", "en"), topic, strict=True):
        if number < 2:
            told[number].update(sentence)
    sea, kitchen = (words.split() for words in TOPICS["en"][:2])
    odds = [sum(count[w] for w in sea) / sum(count[w] for w in kitchen) for count in told]
    assert odds[0] / odds[1] == pytest.approx(36, rel=0.1)
