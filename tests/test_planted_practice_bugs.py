"""The checks of explorer, scores, uses and relatives can fail: mistakes planted, and caught.

A bug is a piece of a module's source and what stands there instead. The functions that it changes
get its code while one check runs, wherever they are known by now; then their own again. The
checks are tests of other files: that they pass without a bug is seen there.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FunctionType, ModuleType
from typing import NamedTuple

import pytest
import test_evaluation as evaluation
import test_explorer as explorer
import test_parameters as parameters
import test_relatives_counting as counting
import test_relatives_inputs as inputs
import test_relatives_lstm as lstm
import test_relatives_nets as nets
import test_relatives_ngrams as ngrams
import test_relatives_sampled as sampled
import test_uses as uses

import w2v_lab as w2v
from w2v_lab.relatives import Gap


class Bug(NamedTuple):
    """A mistake, where it is planted, and the check that must see it."""

    name: str
    module: str
    piece: str
    instead: str
    seen_by: Callable[[], None]


map_by_hand = explorer.test_what_a_map_keeps_is_what_one_counts
told = explorer.test_what_is_told_of_a_word_is_so_on_every_map
asked = explorer.test_two_words_are_compared_and_an_analogy_is_asked
hubs = explorer.test_hubs_are_counted_as_one_counts_them
leaves = explorer.test_lengths_and_hubs_are_those_of_the_vectors
search = explorer.test_words_beyond_those_that_travel_are_found_and_named
ranks = evaluation.test_spearman_by_hand_and_by_scipy
pairs = evaluation.test_pairs_that_belong_together_are_judged_by_rank
hidden = evaluation.test_what_an_analogy_score_hides
paired = evaluation.test_a_difference_is_paired
own_score = evaluation.test_a_score_of_ones_own_has_the_interval_that_its_cases_leave
grid = evaluation.test_a_grid_is_chosen_on_one_half_and_reported_on_the_other
point = parameters.test_what_is_told_of_a_point_is_what_one_counts
settings = parameters.test_a_point_is_trained_as_it_says
bm25 = uses.test_bm25_by_hand
cosine = partial(uses.test_the_shares_of_a_match_sum_to_the_cosine, True)
ties = uses.test_of_texts_with_equal_scores_the_mean_place_counts
logistic = uses.test_logistic_regression_finds_what_scikit_learn_finds
mean = uses.test_a_mean_does_not_grow_with_the_sentence
judge = uses.test_a_judge_tells_what_each_word_adds
documents = uses.test_what_is_known_of_documents_is_told_by_those_learnt_from
characters = uses.test_characters_are_tagged_as_the_words_stand_and_cut_as_they_are_tagged
window = uses.test_a_window_shows_five_places_and_the_vectors_in_them
got = uses.test_f1_counts_the_words_cut_out_and_the_names
mixed = uses.test_the_workbench_counts_the_tags_that_are_taken_for_others
weat = uses.test_weat_by_its_formula_and_its_test_by_trying_every_way
game = uses.test_the_game_may_not_answer_with_the_three_words
counted = ngrams.test_by_hand
svd = partial(counting.test_ppmi_svd_is_numpys_own, counting.counted_grammar(), 0.5)
glove_slopes = counting.test_the_slopes_are_autograds
glove_program = counting.test_cell_by_cell_the_updates_are_the_programs
bengio = partial(nets.test_a_language_models_slopes_are_autograds, "bengio", (0, 1))
ranking = nets.test_a_windows_slopes_are_autograds
lead = nets.test_a_window_that_leads_by_more_than_1_teaches_nothing
attention = partial(nets.test_the_attentions_slopes_are_autograds, Gap((0, 1, 3), (-2, -1, 1), 2))
gaps = nets.test_the_gaps_by_hand
subwords = inputs.test_a_whole_update_with_ngrams_is_autograds
hashes = partial(inputs.test_the_ngrams_and_their_hashes_are_fasttexts, "été", 3, 6)
paragraph = inputs.test_the_examples_of_a_document_by_hand
inferred = partial(
    inputs.test_inferring_moves_nothing_else_and_is_the_same_again,
    w2v.toy_sentences("topics", "en")[:20],
)
flat = inputs.test_flat_examples_are_those_that_one_can_walk_through
tagger = partial(lstm.test_the_slopes_are_autograds, lstm.EXAMPLES[0])
nce = sampled.test_nce_on_paper
batch = partial(sampled.test_one_at_a_time_the_batch_is_the_step, "nce", "keep", False)

BUGS = [
    # the explorer
    Bug("a word is near to itself", "maps", "greatest(cosines, [row], topn)",
        "greatest(cosines, [], topn)", told),
    Bug("farthest first", "explore", "np.argsort(-cosines[rows], ", "np.argsort(cosines[rows], ",
        told),
    Bug("the word itself takes the first of the true ranks", "maps", "others[row] = -np.inf",
        "others[row] = np.inf", told),
    Bug("a map is asked along its first axis alone", "maps",
        "np.linalg.norm(places - places[mine[0]], axis=1)",
        "np.abs(places - places[mine[0]])[:, 0]", told),
    Bug("the analogy goes the other way", "explore", "return second - first + third",
        "return first - second + third", asked),
    Bug("the question's own words are left out where they may answer",
        "widgets.explorer.frame", "nearest(matrix, point, (), ANSWERS)",
        "nearest(matrix, point, (2, 3), ANSWERS)", asked),
    Bug("on a map what is long is near", "maps",
        "2 * some @ places.T - square - (some**2).sum(axis=1)[:, None]", "some @ places.T",
        map_by_hand),
    Bug("of ten neighbours nine are counted as kept", "maps",
        "(both[:, 1:] == both[:, :-1])", "(both[:, 1:-1] == both[:, :-2])", map_by_hand),
    Bug("a row is its own neighbour", "maps", "block[size, start + size] = -np.inf", "", hubs),
    Bug("a hub is one that has many neighbours", "maps",
        "np.bincount(nearest_rows(matrix, topn).ravel(), minlength=len(matrix))",
        "np.full(len(matrix), topn)", hubs),
    Bug("lonely is who is near to one", "widgets.explorer.frame", "(counted == 0).mean()",
        "(counted <= 1).mean()", leaves),
    Bug("small and large letters differ", "widgets.explorer.finding",
        "sought = text.casefold()", "sought = text", search),
    # scores
    Bug("tied ratings share the least of their places", "evaluation", "(count + 1) / 2)[place]",
        "count)[place]", ranks),
    Bug("a word is its own best neighbour", "evaluation",
        "cosines[given[given != target]] = -np.inf", "pass", pairs),
    Bug("the first rank is 2", "evaluation", "1 / (1 + (cosines > cosines[target]).sum())",
        "1 / (1 + (cosines >= cosines[target]).sum())", pairs),
    Bug("the neighbour of c is c", "evaluation", "cosines[np.arange(len(c)), c] = -np.inf", "pass",
        hidden),
    Bug("what is compared is drawn from one side alone", "evaluation",
        "chosen += [*(runs + rng.integers(others, size=others))]",
        "chosen += [*rng.integers(runs, size=others)]", paired),
    Bug("runs are no replicates", "evaluation", "rng.integers(S, size=S)", "np.arange(S)",
        own_score),
    Bug("one chooses and reports on the same half", "tuning", "order[part::2]", "order[0::2]",
        grid),
    Bug("the best is chosen on the half kept back", "tuning", "self.chosen.argmax()",
        "self.kept_back.argmax()", grid),
    # parameters
    Bug("words with themselves count among random pairs", "parameters", "[a != b].mean()",
        ".mean()", point),
    Bug("seeds share what any word has near it", "parameters",
        "np.isin(near[i] + 10_000 * rows, near[j] + 10_000 * rows)", "np.isin(near[i], near[j])",
        point),
    Bug("the small text is the text", "parameters", "text()[::share]", "text()", settings),
    Bug("every seed is the first", "parameters", '"seed"] = seed', '"seed"] = 0', settings),
    # uses
    Bug("a long text is as good as a short one", "uses.search", "B * lengths / lengths.mean()",
        "B * lengths / lengths", bm25),
    Bug("a word counts as often as it comes", "uses.search", "(count + self.damping[at])",
        "self.damping[at]", bm25),
    Bug("every word is as telling", "uses.search", "if idf else np.ones", "if 0 else np.ones",
        cosine),
    Bug("equal scores are all first", "uses.search", "(nearer + (alike + 1) / 2)", "(nearer + 1)",
        ties),
    Bug("nothing is penalised", "uses.logistic", "(e.T @ X + penalty * W_ahead)", "(e.T @ X)",
        logistic),
    Bug("a mean is divided by the words that are not known too", "uses.sentiment", "/ len(rows)",
        "/ len(words)", mean),
    Bug("a word said twice counts twice", "uses.sentiment", "seen.add(word)", "pass", judge),
    Bug("documents to judge by are learnt from", "uses.topics", "order[TEST:]", "order", documents),
    Bug("new documents are measured by their own mean", "uses.topics", "(new - centre) / spread",
        "(new - new.mean(axis=0)) / spread", documents),
    Bug("a word of two letters has three", "uses.tagging", "len(w) - 2", "len(w) - 1", characters),
    Bug("a word goes on over the next one's beginning", "uses.tagging",
        'if tag in "BS" and at > start:', "if False:", characters),
    Bug("the window stands one place further", "uses.tagging",
        "[BEYOND] * REACH + list(words)", "[BEYOND] * (REACH - 1) + list(words)", window),
    Bug("what is no name counts as one", "uses.tagging", 'if t != "–"', "if t", got),
    Bug("right tags are taken for themselves", "uses.tagging", "if pair[0] != pair[1]", "", mixed),
    Bug("the spread is that of a whole population", "uses.bias", "std(ddof=1)", "std()", weat),
    Bug("the true way is not among those tried", "uses.bias", "s[:first].sum() - 1e-12",
        "s[:first].sum() + 1e-12", weat),
    Bug("the game is played without leaving out", "uses.bias", "for out in (True, False)",
        "for out in (False, False)", game),
    # relatives
    Bug("what is new gets nothing", "relatives.ngrams", "(counts + T * shorter) / (C + T)",
        "counts / C", counted),
    Bug("a shorter context forgets its nearest word", "relatives.ngrams",
        "self.probabilities(context[1:])", "self.probabilities(context[:-1])", counted),
    Bug("the singular values come whole", "relatives.counting", "sizes ** float(power)", "sizes",
        svd),
    Bug("PMI is shifted the other way", "relatives.counting", "pmi(counts) - np.log",
        "pmi(counts) + np.log", svd),
    Bug("the bend is flat on the way back", "relatives.bengio", "before = EH * (1 - h**2)",
        "before = EH.copy()", bengio),
    Bug("every place has the first one's matrix", "relatives.bengio",
        'return np.tanh(np.einsum("mon,mn->o", w["H"], x) + w["b_hidden"])',
        'return np.tanh(w["H"][0] @ x.sum(axis=0) + w["b_hidden"])', bengio),
    Bug("the broken window is as true", "relatives.collobert", "np.array([-1.0, 1.0])",
        "np.array([-1.0, -1.0])", ranking),
    Bug("a lead teaches, too", "relatives.collobert", "* (loss > 0)", "* (loss >= 0)", lead),
    Bug("a frequent pair counts without end", "relatives.global_vectors",
        "np.minimum((X / self.x_max) ** self.alpha, 1)", "(X / self.x_max) ** self.alpha",
        glove_slopes),
    Bug("the rate does not fall", "relatives.global_vectors", "change**2)", "0 * change)",
        glove_program),
    Bug("the slope of a softmax is its weight", "relatives.attention", "(at_a - a @ at_a)", "at_a",
        attention),
    Bug("scores are not divided by the root of N", "relatives.attention", "s = k @ q / root",
        "s = k @ q", attention),
    Bug("the hidden word is among its context", "relatives.attention", "if place != at]", "]",
        gaps),
    Bug("bytes are bytes", "relatives.subword", "byte if byte < 128 else byte | 0xFFFFFF00",
        "byte", hashes),
    Bug("rows of n-grams share a step", "relatives.subword", "undivided=True", "undivided=False",
        subwords),
    Bug("flat n-grams are those of the word after", "relatives.subword",
        "rows[word] for word in inputs.items", "rows[(word + 1) % self.V] for word in inputs.items",
        flat),
    Bug("PV-DM does not give the document", "relatives.paragraph", "(row, *example.inputs)",
        "example.inputs", paragraph),
    Bug("PV-DBOW gives words, too", "relatives.paragraph", 'if kind == "dbow" or',
        "if", paragraph),
    Bug("inferring learns", "relatives.paragraph",
        "probe.W_in[row] -= rate * probe.step(example).EH / len(example.inputs)",
        "probe.apply(probe.step(example), rate)", inferred),
    Bug("nothing of the memory is carried back", "relatives.lstm",
        "later_c = at_c * m.keep[at]", "later_c = 0 * at_c", tagger),
    Bug("the left run is not turned round", "relatives.lstm", "at_reversed[::-1]", "at_reversed",
        tagger),
    Bug("NCE does not know its noise", "relatives.sampled",
        "expected if corrected else np.zeros(len(noise.p))", "np.zeros(len(noise.p))", nce),
    Bug("a batch gives each input the whole slope", "relatives.fitting",
        "np.repeat(rate * EH / shares, lengths, axis=0)", "np.repeat(rate * EH, lengths, axis=0)",
        batch),
]  # fmt: skip


def functions(owner: ModuleType | type) -> Iterator[tuple[str, FunctionType]]:
    """The functions written in a module or class, without what decorates them."""
    for name, found in vars(owner).items():
        if isinstance(found, type) and isinstance(owner, ModuleType):
            if found.__module__ == owner.__name__:
                yield from ((f"{name}.{inner}", made) for inner, made in functions(found))
            continue
        found = getattr(found, "__func__", getattr(found, "fget", None) or found)
        found = inspect.unwrap(getattr(found, "func", found)) if callable(found) else found
        if isinstance(found, FunctionType):
            yield name, found


@contextmanager
def planted(module: str, piece: str, instead: str) -> Iterator[None]:
    """Let a module's functions do what its source would do with one piece exchanged."""
    true = sys.modules[f"w2v_lab.{module}"]
    source = inspect.getsource(true)
    assert source.count(piece) == 1, f"{module}.py holds {source.count(piece)} times: {piece}"
    false = ModuleType(true.__name__)
    false.__dict__.update(__package__=true.__package__, __file__=true.__file__)
    exec(
        compile(source.replace(piece, instead), str(true.__file__), "exec", dont_inherit=True),
        vars(false),
    )
    wrong = dict(functions(false))
    swapped = [(right, right.__code__, wrong[name].__code__) for name, right in functions(true)]
    swapped = [(function, own, other) for function, own, other in swapped if own != other]
    assert swapped, f"nothing of {module}.py is another now"
    try:
        for function, _, other in swapped:
            function.__code__ = other
        yield
    finally:
        for function, own, _ in swapped:
            function.__code__ = own


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_caught(bug: Bug) -> None:
    with planted(bug.module, bug.piece, bug.instead), pytest.raises(AssertionError):
        bug.seen_by()
