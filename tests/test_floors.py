"""Imports go down only: the floors of the design, read from the source."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "w2v_lab"

FLOORS = {
    "messages": 0,
    "packing": 0,
    "encodings": 0,
    "corpus": 0,
    "frequencies": 0,
    "toys": 0,
    "vector_files": 0,
    "vectors": 0,
    "examples": 1,
    "noise": 1,
    "trees": 1,
    "outputs": 2,
    "model": 2,
    "training": 3,
    "batches": 3,
    "compiled": 3,
    "engine": 3,
    "coding": 4,
    "explore": 4,
    "checking": 4,
    "experiments": 4,
    "films": 4,
    "exercises": 4,
    "predictions": 4,
    "frames": 5,
    "figures": 5,
    "source": 5,
    "widgets": 6,
}
# Besides the standard library
ALLOWED = {floor: {"numpy"} for floor in range(5)}
ALLOWED[3] = {"numpy", "numba"}
ALLOWED[5] = {"numpy", "plotly", "graphviz", "IPython"}
ALLOWED[6] = {"numpy", "anywidget", "ipywidgets", "traitlets", "IPython"}

# A convenience may import within a function what its floor may not: (module, function, import)
CONVENIENCES: set[tuple[str, str, str]] = {
    # numba takes half a second to import and may be missing: only who trains on a corpus waits
    ("engine", "_road", "w2v_lab.compiled"),
    # a drawing is for who asks; a list of words is there or not
    ("trees", "to_graphviz", "w2v_lab.figures"),
    ("frequencies", "_buckets", "wordfreq"),
    ("frequencies", "_manual", "pydoc_data.topics"),
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


def faults(name: str, path: Path, package: Path = PACKAGE) -> Iterator[str]:
    """Yield one line for each import that goes up, or that the module's floor may not have."""
    floor = FLOORS[name.split(".")[0]]
    for function, wanted in imports(path, package):
        top, *rest = wanted.split(".")
        if (name, function, wanted) in CONVENIENCES and function:
            continue
        if top == package.name:
            if not rest or rest[0] not in FLOORS:
                yield f"{name} imports {wanted}, which is on no floor"
            elif FLOORS[rest[0]] > floor:
                yield f"{name} (floor {floor}) imports {wanted} (floor {FLOORS[rest[0]]})"
        elif top not in sys.stdlib_module_names and top not in ALLOWED[floor]:
            yield f"{name} (floor {floor}) imports {wanted}"
        if function:
            yield f"{name} imports {wanted} within {function}, which is not listed"


def test_every_module_has_a_floor():
    assert {name.split(".")[0] for name in modules()} <= set(FLOORS)


@pytest.mark.parametrize("name", modules())
def test_a_module_imports_only_from_its_floor_and_from_below(name):
    assert not list(faults(name, modules()[name]))


@pytest.mark.parametrize("name", modules())
def test_no_module_imports_by_a_name_made_at_run_time(name):
    words = ast.walk(ast.parse(modules()[name].read_text(encoding="utf-8")))
    assert not {"import_module", "__import__"} & {
        getattr(word, "id", getattr(word, "attr", None)) for word in words
    }


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
        ("corpus", "from w2v_lab.widgets.kit import Kit"),
        ("model", "from .training import train"),
        ("training", "import pandas"),
        ("messages", "import anywidget"),
        ("explore", "import plotly.graph_objects as go"),
        ("figures", "from anywidget import AnyWidget"),
        ("figures", "from .widgets import kit"),
        ("model", "from . import Model"),
        ("model", "import w2v_lab"),
        ("model", "def later():\n    import json"),
        ("model", "def later():\n    from .training import train"),
        ("model", "if True:\n    import scipy"),
        ("widgets/kit", "from ..nowhere import x"),
        ("widgets/kit", "import plotly"),
    ],
)
def test_an_import_that_goes_up_is_seen(module, line, tmp_path):
    assert faults_of(module, line, tmp_path)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("training", "from .model import Model"),
        ("training", "import math, json\nimport numpy.linalg"),
        ("figures", "from . import explore, frames"),
        ("widgets/kit", "from ..frames import frame\nfrom . import other\nimport anywidget"),
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
    names = "{'anywidget', 'ipywidgets', 'traitlets', 'plotly', 'graphviz'}"
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
