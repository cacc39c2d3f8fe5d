"""The lessons without a browser: they run, they are built alike, and what they say is so."""

import ast
import inspect
import json
import re
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path

import graphviz
import minutes
import numpy as np
import pytest
from notebook_runs import executed, executed_backwards
from quotations import ARTICLE

import w2v_lab as w2v
from w2v_lab import explore, lessons
from w2v_lab.messages import catalogue, text_files
from w2v_lab.toys import GRAMMARS, TOY_TEXTS
from w2v_lab.widgets.first_look.frame import first_look

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
ENGLISH = sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))
CHINESE = sorted((NOTEBOOKS / "zh").glob("[0-9]*.ipynb"))
EVERY = pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.stem)
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])

# From this lesson on; Binder guarantees a gigabyte.
SECONDS = {0: 30, 9: 90}  # of the kernel's processor time, its start included
MEGABYTES = {0: 250, 9: 700}  # of the kernel's memory at its peak
CHOICE = 'w2v.set_language("en")'


def bound(of, path):
    return of[max(first for first in of if first <= int(path.stem[:2]))]


@cache
def cells(path):
    return [
        (cell["id"], cell["cell_type"], "".join(cell["source"]))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    ]


def prose(path):
    return [source for _, kind, source in cells(path) if kind == "markdown"]


def code(path):
    return [source for _, kind, source in cells(path) if kind == "code"]


def plain(text):
    """Markdown as it is read: without its marks."""
    return re.sub(r"[*`]", "", text)


def lesson(number):
    (path,) = NOTEBOOKS.glob(f"{number:02}_*.ipynb")
    return path


def says(number, *sentences):
    """These words stand in the lesson; whoever changes them looks at the test that holds them."""
    whole = plain("\n".join(prose(lesson(number))))
    missing = [sentence for sentence in sentences if sentence not in whole]
    assert missing == [], f"no longer in lesson {number:02}: hold what it says now"


# Executed from top to bottom


# How far a training is when it says so, and how fast it is.
MOVING = re.compile(
    r"\r[^\r\n]*\n?|^Training: (?!100%).*\n(?: {4}.*\n)*|[\d,]+ words a second",
    re.MULTILINE,
)


def still(text):
    """Without what differs each time."""
    return MOVING.sub("", text)


def printed(cell):
    """All that a cell says in text; what is printed may come in any number of pieces."""
    return "".join(
        output.get("text") or output.get("data", {}).get("text/plain", "") + "\n"
        for output in cell.outputs
    ).removesuffix("\n")


@EVERY
@LANGUAGES
def test_a_lesson_runs_from_top_to_bottom(path, language):
    ran, seconds, peak = executed(path, language)
    print(f"{path.stem}, {language}: {seconds:.1f} s, {peak:.0f} MB")
    assert seconds < bound(SECONDS, path)
    assert peak < bound(MEGABYTES, path)
    assert all(cell.execution_count for cell in ran)
    told = [
        output.text for cell in ran for output in cell.outputs if output.get("name") == "stderr"
        if not output.text.startswith("\r")  # how far a training is, written over again and again
    ]  # fmt: skip
    assert told == []


@LANGUAGES
def test_the_sentences_that_a_lesson_is_about_are_shown(language):
    for number, corpus in {2: "kingdom", 5: "plane", 6: "song"}.items():
        ran, *_ = executed(lesson(number), language)
        told = "".join(map(printed, ran))
        sentences = w2v.toy_sentences(corpus, language)
        assert [words for words in sentences if " ".join(words) not in told] == [], number


@EVERY
@LANGUAGES
def test_an_exercise_that_nobody_has_done_yet_says_so_kindly(path, language):
    ran, *_ = executed(path, language)
    asked = [printed(c) for c in ran if minutes.EXERCISE.search(c.source)]
    kind = {"en": "✗ Not yet. ", "zh": "✗ 还不对。"}
    assert asked
    for answer in asked:
        assert answer.startswith(kind[language])
        assert "Error" not in answer


# Built alike


@EVERY
def test_a_lesson_opens_with_its_question_its_aim_and_its_time(path):
    opening = prose(path)[0]
    assert cells(path)[0][1] == "markdown"
    assert re.match(rf"# {path.stem[:2]} · .+\?\n", opening)
    assert "**After this lesson** you can " in opening
    assert re.search(r"\*\*Time:\*\* \d+ minutes\.", opening)


ENDING = ["In a sentence", "Three questions", "Exercise", "Your surprises"]


@EVERY
def test_a_lesson_ends_with_its_sentence_questions_exercise_surprises_and_the_next_door(path):
    headings = re.findall(r"^## (.+)$", "\n".join(prose(path)), re.MULTILINE)
    core = [heading.split(":")[0] for heading in headings if not heading.startswith("Further")]
    last = [heading for heading in core if heading != "The map of the course"][-4:]
    assert last == ENDING
    further = [place for place, heading in enumerate(headings) if heading.startswith("Further")]
    assert all(place > headings.index("Your surprises") for place in further)
    assert "**Next door:**" in prose(path)[-1]


@EVERY
def test_three_questions_have_three_answers_and_one_asks_an_old_idea_anew(path):
    (ending,) = [text for text in prose(path) if "## Three questions" in text]
    questions, answers = ending.split("## Three questions")[1].split("<details>")
    for part in (questions, answers.split("</details>")[0]):
        assert re.findall(r"^(\d+)\. \S", part, re.MULTILINE) == ["1", "2", "3"]
    old = re.findall(r"An old idea, from lesson (\d\d):", questions)
    assert len(old) == (path.stem > "01") or path.stem[:2] == "00"
    assert all(number < path.stem[:2] for number in old)


# How long it takes

MOST_MINUTES, MOST_WIDGETS = {0: 45, 9: 60, 10: 45, 13: 60}, 8


@EVERY
def test_a_core_takes_45_minutes_at_most_and_says_how_long(path):
    print(f"{path.stem}: {minutes.minutes(path):.1f} minutes")
    assert minutes.minutes(path) <= bound(MOST_MINUTES, path)
    (said,) = re.findall(r"\*\*Time:\*\* (\d+) minutes\.", prose(path)[0])
    assert int(said) == minutes.rounded(path)


@EVERY
def test_a_core_has_eight_widgets_at_most(path):
    shown = r"w2v\.widgets\.\w+\(|\.explorer\(\)"
    assert sum(len(re.findall(shown, source)) for _, source in minutes.core(path)) <= MOST_WIDGETS


# One name, one meaning


def given_a_value(source):
    """The names that a cell gives a value to."""
    tree = ast.parse(source)
    inner = {
        node
        for comprehension in ast.walk(tree)
        if isinstance(comprehension, ast.ListComp | ast.GeneratorExp | ast.FunctionDef)
        for node in ast.walk(comprehension)
    }
    names = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in inner
    }
    return names | {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@EVERY
def test_no_name_gets_a_second_meaning(path):
    names = [name for source in code(path) for name in given_a_value(source)]
    assert [name for name, count in Counter(names).items() if count > 1] == []


@EVERY
def test_each_code_cell_can_be_run_once_more_after_all_of_them(path):
    """From the last to the first: whatever a cell needs must not have been overwritten since."""
    first, again = executed_backwards(path)
    assert [o for cell in again for o in cell.outputs if o.output_type == "error"] == []
    for one, other in zip(first, again, strict=True):
        shows = "widgets" in one.source or "object at" in printed(one)
        if not shows:
            assert still(printed(one)) == still(printed(other))


@EVERY
def test_no_code_cell_holds_a_word_of_a_toy_language(path):
    """So that both editions have the same code."""
    texts = [w2v.toy_sentences(n, of) for n in (*TOY_TEXTS, *GRAMMARS) for of in ("en", "zh")]
    toy = {word for sentences in texts for sentence in sentences for word in sentence}
    written = {
        word
        for source in code(path)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for word in node.value.split()
    }
    assert written & toy - {*TOY_TEXTS, *GRAMMARS} == set()


# The article, and other lessons


def quoted(text):
    """Quotations in Chinese: where in the text, and their words."""
    found = [(at.start(), at[1]) for at in re.finditer("“([^“”]*)”", text)]
    return [(at, words) for at, words in found if re.search("[\u4e00-\u9fff]", words)]


@EVERY
def test_the_article_is_quoted_word_for_word_and_with_its_section(path):
    for text in prose(path):
        for paragraph in text.split("\n"):
            for _, words in quoted(paragraph):
                where = [s for s, told in ARTICLE.items() if any(words in t for t in told)]
                assert where, f"not in the article: {words}"
                assert any(section in paragraph for section in where), f"{words}: {where}"


def test_the_article_is_named_once_with_author_title_and_year():
    whole = "\n".join(text for path in ENGLISH for text in prose(path))
    assert whole.count("穆文，《[NLP] 秒懂词向量Word2vec的本质》, 知乎, 2019") == 1
    assert whole.count("穆文") == 1


@EVERY
def test_a_lesson_leans_on_no_lesson_that_is_not_there(path):
    there = {lesson_.stem[:2] for lesson_ in ENGLISH}
    texts = [text for text in prose(path) if "## The map of the course" not in text]
    assert set(re.findall(r"[Ll]essons? (\d\d)", "\n".join(texts))) <= there


def test_no_text_of_the_catalogue_leans_on_a_lesson_that_is_not_there():
    there = {lesson_.stem[:2] for lesson_ in ENGLISH}
    texts = [
        t for file in text_files() for entry in catalogue(file).values() for t in entry.values()
    ]
    assert set(re.findall(r"(?:[Ll]essons? |第 )(\d\d)(?! 次)", "\n".join(texts))) <= there


@EVERY
def test_a_lesson_asks_for_two_predictions_at_least(path):
    asked = list(minutes.asked(code(path)))
    assert len(set(asked)) == len(asked) >= 2


@EVERY
def test_a_lesson_chooses_its_language_in_its_first_code_cell_and_nowhere_else(path):
    assert [source.count("set_language") for source in code(path)] == [1] + [0] * (
        len(code(path)) - 1
    )
    assert CHOICE in code(path)[0]


@pytest.mark.parametrize(
    "path",
    [*NOTEBOOKS.rglob("*.ipynb"), *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_every_link_to_a_file_leads_somewhere(path):
    text = "\n".join(prose(path)) if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s#]+)[^)]*\)", text)
    local = [link for link in links if not re.match(r"\w+:", link)]
    assert [link for link in local if not (path.parent / link).is_file()] == []


def test_the_map_of_the_course_leads_to_every_lesson_by_its_question():
    rows = re.findall(r"^\| \**(\d\d)\**(.*?)\| (.*?) \|$", "\n".join(prose(lesson(0))), re.M)
    assert [number for number, _, _ in rows] == [f"{n:02}" for n in range(len(rows))]
    linked = {Path(file).name for _, name, _ in rows for file in re.findall(r"\((.*)\)", name)}
    assert linked == {path.name for path in ENGLISH}
    asked = {number: question for number, _, question in rows}
    for path in ENGLISH:
        assert prose(path)[0].splitlines()[0] == f"# {path.stem[:2]} · {asked[path.stem[:2]]}"


# The README


def test_the_snippet_of_the_readme_runs_as_written():
    (snippet,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    names = {}
    exec(snippet, names)
    assert len(names["recording"].losses) == 100 * len(names["examples"])
    assert names["step"].loss == pytest.approx(
        len(names["examples"][0].targets) * np.log(len(names["vocabulary"]))
    )


def signatures():
    """The calls in the first column of the README's table of names."""
    table = (ROOT / "README.md").read_text("utf-8").split("| name | what it is |")[1]
    column = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return re.findall(r"`([\w.]+)(?:\(([^`]*)\))?`", "\n".join(column))


@pytest.mark.parametrize(("name", "parameters"), signatures())
def test_the_readme_names_what_there_is(name, parameters):
    thing = w2v
    for part in name.split("."):
        thing = getattr(thing, part)
    wanted = re.findall(r"[a-z]\w+", re.sub(r'"[^"]*"|=\S+|…[^…]*…', "", parameters))
    assert set(wanted) <= set(inspect.signature(thing).parameters) if wanted else thing


# What the prose says, lesson 00


@pytest.fixture(scope="module")
def look():
    w2v.set_language("en")
    return w2v.widgets.FirstLook()


def test_lesson_00_four_phases_two_questions(look):
    says(0, "Walk through the four phases", "Two questions will stop you")
    assert sum(key.startswith("phase_") for key in catalogue("first_look")) == 4
    assert len(list(minutes.asked(code(lesson(0))))) == 2


def test_lesson_00_the_pairs_of_a_sentence():
    given, pairs = ["the", "king", "rules"], [("the", "king"), ("king", "rules")]
    says(0, f"From {json.dumps(given)} it makes {pairs}.".replace("'", '"'))
    vocabulary = w2v.Vocabulary.from_sentences([given])
    found = w2v.examples([given], vocabulary, "next-word")
    name = vocabulary.words
    assert [(name[e.inputs[0]], name[e.targets[0]]) for e in found] == pairs


def test_lesson_00_the_same_text_gives_the_same_picture_from_seed_0(look):
    says(0, "the random generator starts from a seed, here 0")
    assert inspect.signature(first_look).parameters["seed"].default == 0
    again = w2v.widgets.FirstLook()
    assert (again.trace, again.numbers) == (look.trace, look.numbers)


def test_lesson_00_five_dimensions_of_which_the_picture_shows_two(look):
    says(0, "here it is five numbers long", "five dimensions, the picture two")
    assert look.model.W_in.shape[1] == 5
    assert look.trace["arrays"]["view"]["shape"][-1] == 2
    assert 0 < explore.Camera.facing(look.model.W_in).share < 1


def test_lesson_00_a_share_of_the_variance():
    says(0, "Four points (3, 0), (−3, 0), (0, 1), (0, −1) have the squared distances 9, 9, 1 and 1")
    says(0, "Draw only their first numbers, and 18 of the 20 are kept: a share of 90 %.")
    points = np.array([[3.0, 0], [-3, 0], [0, 1], [0, -1]])
    assert (points**2).sum(axis=1).tolist() == [9, 9, 1, 1]
    assert explore.Camera.along(np.column_stack([points, 0 * points[:, 0]]), 0, 2).share == 0.9


def test_lesson_00_two_words_on_one_spot_may_have_different_vectors():
    says(0, "Must their vectors be equal?")
    corners = np.array([[5.0, 0, 0], [-5, 0, 0], [0, 3, 0], [0, -3, 0], [0, 0, 1], [0, 0, -1]])
    places = explore.Camera.facing(corners).view(corners)
    np.testing.assert_allclose(places[4], places[5], atol=1e-12)


@LANGUAGES
def test_lesson_00_thousands_of_updates(language):
    says(0, "After thousands of updates")
    w2v.set_language(language)
    assert len(w2v.widgets.FirstLook().recording.losses) > 2000


def test_lesson_00_a_loss_reaches_0_where_no_input_has_two_answers():
    assert "where" in catalogue("first_look")["loss_label"]["en"]
    vocabulary = w2v.Vocabulary.from_sentences([["hello", "world"]])
    run = list(w2v.examples([["hello", "world"]], vocabulary))
    assert w2v.train(w2v.Model(vocabulary), run, epochs=2000, learning_rate=0.5)[-1] < 0.01


# What the prose says, lesson 01


def train():
    """What lesson 01 trains, by the lesson's own cell."""
    (cell,) = [source for source in code(lesson(1)) if "w2v.record(" in source]
    names = {"w2v": w2v}
    exec(cell, names)
    return names


@pytest.fixture(scope="module")
def trained():
    w2v.set_language("en")
    return train()


@LANGUAGES
def test_lesson_01_our_four_sentences(language):
    says(1, "our four sentences")
    w2v.set_language(language)
    assert len(w2v.toy_sentences()) == 4


@LANGUAGES
def test_lesson_01_the_probabilities_make_1(language):
    says(
        1, "a probability for every word, and together they make 1", "Do they make 1? Add them up."
    )
    ran, *_ = executed(lesson(1), language)
    (total,) = [printed(cell) for cell in ran if cell.source.startswith("sum(")]
    assert float(total) == pytest.approx(1, abs=1e-12)


def test_lesson_01_the_thicker_the_arrow_the_likelier(trained, monkeypatch):
    says(
        1, "one of the words that stand within two places of x: the thicker the arrow, the likelier"
    )
    assert inspect.signature(w2v.examples).parameters["window"].default == 2
    drawn = []
    monkeypatch.setattr(
        graphviz.Digraph, "pipe", lambda self, **_: drawn.append(self.source) or b""
    )
    w2v.figures.f_of_x(trained["model"], trained["x"])
    (source,) = drawn
    widths = [float(width) for width in re.findall(r"f -> y\d+ \[penwidth=([\d.]+)\]", source)]
    chances = [float(chance) for chance in re.findall(r"P\(.*?\) = ([\d.]+)", source)]
    assert len(widths) == len(chances) == len(trained["vocabulary"])
    by_chance = np.argsort(chances, kind="stable")
    assert (np.diff(np.array(widths)[by_chance]) >= 0).all()


def test_lesson_01_the_order_of_the_words_is_never_seen(trained):
    says(1, "the king rules reads well and rules king the does not: both hold the same pairs")

    def pairs(sentence):
        found = w2v.examples([sentence.split()], trained["vocabulary"])
        return sorted((*e.inputs, target) for e in found for target in e.targets)

    assert pairs("the king rules") == pairs("rules king the")


def test_lesson_01_words_are_numbered_from_the_most_frequent_on(trained):
    says(1, "V is how many there are, here 8", "the most frequent first, and among equals the one")
    vocabulary = trained["vocabulary"]
    text = [word for sentence in trained["sentences"] for word in sentence]
    by_rule = sorted(set(text), key=lambda word: (-text.count(word), text.index(word)))
    assert vocabulary.index == {word: i for i, word in enumerate(by_rule)}
    assert len(vocabulary) == 8


def test_lesson_01_a_one_hot_is_a_single_1(trained):
    says(1, "a row of V zeros, and put a single 1 there")
    x = trained["vocabulary"].one_hot(trained["x"])
    assert sorted(x) == [0] * (len(trained["vocabulary"]) - 1) + [1]


def test_lesson_01_w_in_has_v_rows_and_n_columns():
    says(1, "a matrix, W_in, with V rows and N columns", "the number of dimensions, here 5")
    ran, *_ = executed(lesson(1), "en")
    (shape,) = [printed(cell) for cell in ran if cell.source.endswith("W_in.shape")]
    assert ast.literal_eval(shape) == (8, 5)


def test_lesson_01_all_but_n_of_the_multiplications_are_by_0(trained):
    says(1, "V·N = 40 multiplications here, 35 of them by 0", "a row has N numbers, not V")
    model = w2v.Model(trained["vocabulary"], vector_size=5)
    product = model.multiply([trained["x"]])
    assert (product.multiplications, product.by_zero) == (model.W_in.size, 35) == (40, 35)
    assert product.h.shape == (5,)


def test_lesson_01_the_multiplications_of_a_real_model():
    says(1, "for three million words and 300 dimensions it would take 900,000,000")
    assert f"{3_000_000 * 300:,}" == "900,000,000"


def test_lesson_01_p_is_the_chance_that_a_neighbour_drawn_at_random_is_this_word():
    says(1, "Draw at random one of the words that stand within two places of x")
    w2v.set_language("en")
    sentences = w2v.toy_sentences()
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    run, model = list(w2v.examples(sentences, vocabulary)), w2v.Model(vocabulary)
    w2v.train(model, run, epochs=1500, learning_rate=lambda progress: 0.3 * (1 - progress))
    for x in range(len(vocabulary)):
        beside = Counter(t for e in run for t in e.targets if e.inputs == (x,))
        shares = [beside[word] / beside.total() for word in range(len(vocabulary))]
        found = [model.probability(word, x) for word in range(len(vocabulary))]
        np.testing.assert_allclose(found, shares, atol=0.02)


def test_lesson_01_before_training_chance_decides_which_rows_are_nearest(trained):
    says(1, "Before training, chance decides which two rows are nearest.")
    models = [w2v.Model(trained["vocabulary"], seed=seed) for seed in range(10)]
    assert len({nearest(model.W_in)[0] for model in models}) > 1


@LANGUAGES
def test_lesson_01_rows_move_apart_and_one_pair_stays_closest_by_far(language):
    says(
        1, "Training has pushed all rows apart", "no close pair before, and are by far the closest"
    )
    w2v.set_language(language)
    lab = train()
    before, after = (lab["recording"].W_in_at(k) for k in (0, len(lab["recording"].losses)))
    apart = np.triu_indices(len(before), 1)
    assert (explore.distances(after)[apart] > explore.distances(before)[apart]).all()
    pair, (first, second) = nearest(after)
    one, other = lab["sentences"][:2]
    assert {lab["vocabulary"].words[i] for i in pair} == set(one) ^ set(other)
    assert explore.distances(before)[pair] > np.median(explore.distances(before)[apart])
    assert second > 3 * first


def nearest(matrix):
    """The two nearest rows, and the two smallest distances."""
    apart = explore.distances(matrix)
    pairs = sorted((apart[pair], pair) for pair in combinations(range(len(matrix)), 2))
    return pairs[0][1], (pairs[0][0], pairs[1][0])


def test_lesson_01_the_question_and_the_drawing_tell_the_same_probabilities(trained):
    told = lessons.find("shared_vector").prove()
    shown = [trained["model"].probability(word, trained["x"]) for word in told.columns]
    np.testing.assert_allclose(told.values[0], shown, rtol=1e-12)


def test_lesson_01_the_product_that_does_not_fit(trained):
    says(
        1,
        "W_in.dot(x) fails with shapes (8,5) and (8,) not aligned.",
        "x @ W_in, with W_in of shape (V, N), gives N numbers",
        "unless you transpose the matrix",
    )
    W_in = w2v.Model(trained["vocabulary"], vector_size=5).W_in
    x = trained["vocabulary"].one_hot(trained["x"])
    with pytest.raises(ValueError, match=r"^shapes \(8,5\) and \(8,\) not aligned"):
        W_in.dot(x)
    assert (x @ W_in).shape == (5,)
    np.testing.assert_array_equal(W_in.T.dot(x), x @ W_in)


def test_lesson_01_both_roads_give_the_same_h_exactly_or_up_to_rounding(trained):
    says(1, "both give the same h, exactly for one word, up to rounding for several")
    model, words = trained["model"], trained["vocabulary"].words
    for word in words:
        np.testing.assert_array_equal(model.multiply(word).h, model.hidden(word))
    np.testing.assert_allclose(model.multiply(words).h, model.hidden(words), rtol=1e-12)


def test_lesson_01_one_row_of_n_numbers_for_one_word(trained):
    says(1, "N in W_in: its row; and N more in the second matrix. V·N are all the rows together.")
    model, word = trained["model"], trained["vocabulary"].id(trained["x"])
    V, N = len(trained["vocabulary"]), len(model.hidden(word))
    assert (model.W_in[word].size, model.W_out[word].size, model.W_in.size) == (N, N, V * N)


def test_lesson_01_any_two_one_hots_are_the_root_of_2_apart(trained):
    says(1, "Any two of them are √2 ≈ 1.414 apart")
    why = catalogue("l01")["nearest_one_hot_equal_why"]
    assert all("√2" in text for text in why.values())
    words = trained["vocabulary"].words
    one_hots = np.array([trained["vocabulary"].one_hot(word) for word in words])
    apart = explore.distances(one_hots)[np.triu_indices(len(words), 1)]
    np.testing.assert_array_equal(apart, np.sqrt(2))


@LANGUAGES
def test_lesson_01_both_errors_that_everybody_meets_are_met(language):
    ran, *_ = executed(lesson(1), language)
    unknown, letters = (printed(cell) for cell in ran if "try:" in cell.source)
    w2v.set_language(language)
    with pytest.raises(KeyError) as met:
        train()["vocabulary"].one_hot(w2v.toy_sentences("article")[0][0])
    assert unknown.strip() == str(met.value)
    with pytest.raises(w2v.W2VError) as met:
        w2v.Vocabulary.from_sentences([" ".join(w2v.toy_sentences()[0])])
    assert letters.strip() == str(met.value)
