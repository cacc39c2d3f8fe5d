"""Imports go down only: the floors of the design, read from the source."""

import ast
import graphlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "w2v_lab"

# A module's floor is that of the longest name here that it begins with.
FLOORS = {
    "messages": 0,
    "packing": 0,
    "encodings": 0,
    "corpus": 0,
    "memory": 0,
    "notebook": 0,
    "frequencies": 0,
    "toys": 0,
    "vector_files": 0,
    "explore": 0,
    "vectors": 0,
    "examples": 1,
    "noise": 1,
    "type_size": 1,
    "trees": 1,
    "cooccurrence": 1,
    "outputs": 2,
    "model": 2,
    "training": 3,
    "ways": 1,
    "engine": 3,
    "tree_costs": 4,
    "checking": 4,
    "biography": 4,
    "head_costs": 4,
    "films": 4,
    "maps": 4,
    "beyond": 4,
    "tuning": 4,
    "parameters": 4,
    "scores": 4,
    "evaluation": 4,
    "corpora": 1,
    "relatives": 4,
    "uses": 4,
    "lessons": 4,  # what a question, a check is: every lesson and every widget may know
    "widgets": 5,
    "links": 5,  # opened as a widget
    "voting": 5,  # a room that votes; its widget shows it
    "hand_ins": 5,  # what a learner did, a class of them
    "lessons.l": 6,  # one lesson
    "exercises": 7,
    "experiments": 7,
    "figures": 7,
}
# Besides the standard library
ALLOWED = {floor: {"numpy"} for floor in FLOORS.values()}
ALLOWED[3] = {"numpy", "numba", "llvmlite"}
PICTURES = {"numpy", "plotly", "graphviz", "IPython"}
STAGES = {"numpy", "anywidget", "ipywidgets", "traitlets", "IPython"}  # of a notebook
DOORS = {"widgets", "lessons"}  # what stands in their folders is found there, by name

# A convenience may import within a function what its floor may not: (module, function, import)
CONVENIENCES: set[tuple[str, str, str]] = {
    # numba takes half a second to import and may be missing: only who trains on a corpus waits
    ("engine.plan", "road_named", "w2v_lab.engine.compiled"),
    # the widgets are loaded by who has a link to follow, not by every import of the lab
    ("links", "open_link", "w2v_lab.widgets"),
    # the same for a vote; its server is for who opens it, and has tornado
    ("voting", "vote", "w2v_lab.widgets"),
    ("voting.server", "__init__", "w2v_lab.voting.routes"),
    # a drawing is for who asks; a list of words is there or not
    ("trees", "to_graphviz", "w2v_lab.figures"),
    ("frequencies", "_buckets", "wordfreq"),
    # tokenisers are compared where they are installed
    ("corpora.tokenisers", "by_wordpunct", "nltk.tokenize"),
    ("corpora.tokenisers", "by_treebank", "nltk.tokenize"),
    ("corpora.tokenisers", "by_toktok", "nltk.tokenize"),
    ("corpora.tokenisers", "by_tweet", "nltk.tokenize"),
    ("corpora.tokenisers", "by_jieba", "rjieba"),
    # maps are offered where what draws them is installed
    ("maps", "tsne", "sklearn.manifold"),
    ("maps", "tsne", "threadpoolctl"),
    ("maps", "umap", "umap"),
    # Spark is for those who have it
    ("beyond", "spark", "pyspark.ml.feature"),
    ("beyond", "spark", "pyspark.sql"),
    # what is not ours is done by those who do it well, where they are installed
    ("uses.texts", "with_gensim", "gensim.models"),
    ("uses.topics", "with_gensim", "gensim.models.doc2vec"),
    ("uses.tagging", "by_window", "sklearn.svm"),
    ("uses.tagging", "sparse", "scipy.sparse"),
    # charts are drawn where Graphviz is not
    ("lessons.l01.figures", "_f_graph", "graphviz"),
    ("lessons.l06.figures", "tree_graph", "graphviz"),
    ("lessons.drawing", "for_dot", "graphviz"),
}


def modules(package: Path = PACKAGE) -> dict[str, Path]:
    """Every module by its dotted name within the package, without `w2v_lab/__init__.py`."""
    files = {path.relative_to(package).with_suffix(""): path for path in package.rglob("*.py")}
    names = {".".join(name.parts).removesuffix(".__init__"): path for name, path in files.items()}
    return {name: path for name, path in sorted(names.items()) if name != "__init__"}


def imports(path: Path, package: Path = PACKAGE) -> Iterator[tuple[str, str]]:
    """Yield (function or "", what it imports): `numpy.linalg`, or `w2v_lab.model`."""
    yield from _imports(ast.parse(path.read_text(encoding="utf-8")), path, package, "")


def _imports(node: ast.AST, path: Path, package: Path, function: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        function = node.name
    if isinstance(node, ast.Import):
        yield from ((function, alias.name) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from ((function, name) for name in _from(node, path, package))
    for child in ast.iter_child_nodes(node):
        yield from _imports(child, path, package, function)


def _from(node: ast.ImportFrom, path: Path, package: Path) -> list[str]:
    """`from .model import Step` is w2v_lab.model; `from . import model` is so too."""
    here = [package.name, *path.relative_to(package).parts[:-1]]
    base = here[: len(here) + 1 - node.level] if node.level else []
    stem = [*base, *(node.module.split(".") if node.module else [])]
    if node.module and stem != [package.name]:
        return [".".join(stem)]
    return [".".join([*stem, alias.name]) for alias in node.names]


STAGE = re.compile(r"widgets\.(kit\.(shell|assets)|\w+\.widget)")
SERVED = re.compile(r"voting\.routes")
DRAWN = re.compile(r"lessons\.(drawing|l\d+\.figures)|figures")


def room(name: str) -> str | None:
    """The longest entry of FLOORS for this module: its own name, or one of those above it."""
    parts = name.split(".")
    above = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    if re.match(r"lessons\.l\d", name):
        return "lessons.l"
    return next((entry for entry in above if entry in FLOORS), None)


def faults(name: str, path: Path, package: Path = PACKAGE) -> Iterator[str]:
    """Yield one line for each import that goes up, or that the module's floor may not have."""
    floor = FLOORS[room(name)]
    allowed = ALLOWED[floor]
    for rooms, more in ((STAGE, STAGES), (DRAWN, PICTURES), (SERVED, {"tornado"})):
        allowed = more if rooms.fullmatch(name) else allowed
    for function, wanted in imports(path, package):
        top, _, rest = wanted.partition(".")
        if (name, function, wanted) in CONVENIENCES and function:
            continue
        if top == package.name:
            if (there := room(rest)) is None:
                yield f"{name} imports {wanted}, which is on no floor"
            elif FLOORS[there] > floor:
                yield f"{name} (floor {floor}) imports {wanted} (floor {FLOORS[there]})"
            elif STAGE.fullmatch(rest) and not STAGE.fullmatch(name):
                yield f"{name} imports {wanted}, which is a stage"
        elif top not in sys.stdlib_module_names and top not in allowed:
            yield f"{name} (floor {floor}) imports {wanted}"
        if function:
            yield f"{name} imports {wanted} within {function}, which is not listed"


def when_loaded(path: Path, package: Path) -> Iterator[tuple[str, str]]:
    """The imports without those that are for a checker of types alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING")
    ]
    return _imports(tree, path, package, "")


def circle(package: Path = PACKAGE) -> list[str]:
    """Modules that import one another in a circle when they are loaded, the first named again."""
    found = modules(package)
    start = f"{package.name}."
    loaded = {
        name: {
            rest
            for function, wanted in when_loaded(path, package)
            if not function and (rest := wanted.removeprefix(start)) in found and rest != wanted
        }
        for name, path in found.items()
    }
    try:
        graphlib.TopologicalSorter(loaded).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def test_no_modules_import_one_another_in_a_circle():
    assert not circle()


@pytest.mark.parametrize(
    ("lines", "round"),
    [
        ({"explore": "from .films import Film", "films": "from . import explore"}, True),
        ({"a/b": "from ..c import x", "c": "import w2v_lab.d", "d": "from .a.b import y"}, True),
        ({"a": "if TYPE_CHECKING:\n    from .b import B", "b": "from .a import f"}, False),
        ({"explore": "", "films": "from .explore import Camera"}, False),
        (
            {"trees": "def f():\n    from .figures import g", "figures": "from . import trees"},
            False,
        ),
    ],
)
def test_a_circle_is_seen_also_within_a_floor(lines, round, tmp_path):
    package = tmp_path / "w2v_lab"
    for name, line in lines.items():
        path = package / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(line, encoding="utf-8")
    assert bool(circle(package)) == round


def test_every_module_has_a_floor():
    assert not [name for name in modules() if room(name) is None]


def test_a_module_imports_only_from_its_floor_and_from_below():
    assert [fault for name, path in modules().items() for fault in faults(name, path)] == []


def test_no_module_imports_by_a_name_made_at_run_time():
    for name, path in modules().items():
        words = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        named = {getattr(word, "id", getattr(word, "attr", None)) for word in words}
        assert name in DOORS or not {"import_module", "__import__"} & named, name


def test_every_listed_convenience_is_still_there():
    found = {
        (name, function, wanted)
        for name, path in modules().items()
        for function, wanted in imports(path)
    }
    assert found >= CONVENIENCES


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("corpus", "from .model import Model"),
        ("corpus", "from . import model"),
        ("corpus", "import w2v_lab.model"),
        ("corpus", "from w2v_lab.widgets.kit.shell import Kit"),
        ("model", "from .training import train"),
        ("training", "import pandas"),
        ("messages", "import anywidget"),
        ("explore", "import plotly.graph_objects as go"),
        ("figures", "from anywidget import AnyWidget"),
        ("widgets/kit/trace", "from ...figures import tree_graph"),
        ("widgets/tree_lab/frame", "from ...lessons.l06 import questions"),
        ("widgets/tree_lab/frame", "import anywidget"),
        ("widgets/tree_lab/session", "from traitlets import Int"),
        ("widgets/kit/session", "from .assets import assets_of\nimport ipywidgets"),
        ("widgets/tree_lab/frame", "from .widget import TreeLab"),
        ("widgets/tree_lab/session", "from ..kit.shell import LabWidget"),
        ("widgets/kit/session", "from .assets import assets_of"),
        ("lessons/question", "from .l06 import questions"),
        ("lessons/l06/questions", "import plotly"),
        ("widgets/sweep/frame", "from ...lessons.l03.experiments import spare_vector"),
        ("model", "from . import Model"),
        ("model", "import w2v_lab"),
        ("model", "def later():\n    import json"),
        ("model", "def later():\n    from .training import train"),
        ("model", "if True:\n    import scipy"),
        ("widgets/kit/shell", "from ...nowhere import x"),
        ("widgets/kit/shell", "import plotly"),
    ],
)
def test_an_import_that_goes_up_is_seen(module, line, tmp_path):
    assert faults_of(module, line, tmp_path)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("training", "from .model import Model"),
        ("training", "import math, json\nimport numpy.linalg"),
        ("figures", "from . import explore, films"),
        ("widgets/kit/shell", "from ...films import Film\nfrom . import trace\nimport anywidget"),
        ("lessons/l06/questions", "from ...widgets.tree_lab.frame import MOST_LEAVES"),
        ("widgets/tree_lab/widget", "import traitlets"),
    ],
)
def test_an_import_that_goes_down_is_welcome(module, line, tmp_path):
    assert not faults_of(module, line, tmp_path)


def faults_of(module, line, folder):
    """What is wrong with a package of this one module, which is this one line."""
    package = folder / "w2v_lab"
    path = package / f"{module}.py"
    path.parent.mkdir(parents=True)
    path.write_text(line, encoding="utf-8")
    return list(faults(module.replace("/", "."), path, package))


def test_importing_the_lab_loads_no_widget_and_no_figure():
    names = "{'tornado', 'anywidget', 'ipywidgets', 'traitlets', 'plotly', 'graphviz'}"
    code = f"import sys, w2v_lab; print(*{names} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_every_public_name_is_there_and_the_rest_is_refused():
    import w2v_lab as w2v

    for name in w2v.__all__:
        assert getattr(w2v, name) is not None
    assert set(w2v.__all__) <= set(dir(w2v))
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = w2v.nothing_of_the_kind
