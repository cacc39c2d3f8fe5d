"""The second door, as far as it can be seen without building it: what is carried, who is asked."""

import ast
import hashlib
import json
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions

import nbformat
import pytest
from packaging.utils import canonicalize_name

from web import door, lite, pages, pyodide
from web.build import notebooks

PACKAGE = lite.ROOT / "w2v_lab"
# Pyodide's; itself; none: the lab says so
ELSEWHERE = {"numpy", "w2v_lab", "numba", "llvmlite", "tornado"}


def imported(body: list[ast.stmt]) -> Iterator[str]:
    """What is imported wherever this code runs: not in functions, not for a checker of types."""
    for statement in body:
        if isinstance(statement, ast.Import):
            yield from (name.name for name in statement.names)
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            yield statement.module or ""


def test_all_that_a_lesson_imports_is_carried():
    sources = [path.read_text("utf-8") for path in PACKAGE.rglob("*.py")]
    for path in notebooks("en")[:9]:
        cells = nbformat.read(path, as_version=4).cells
        sources += [cell.source for cell in cells if cell.cell_type == "code"]
    names = {name.split(".")[0] for text in sources for name in imported(ast.parse(text).body)}
    names -= ELSEWHERE | sys.stdlib_module_names
    assert {"plotly", "anywidget", "IPython"} <= names
    packages = packages_distributions()
    carried = lite.needed(lite.PACKAGES)
    wanted = {name: {canonicalize_name(one) for one in packages[name]} for name in names}
    assert [name for name in names if not wanted[name] & carried.keys()] == []


def test_what_a_browser_has_no_use_for_stays_out():
    carried = lite.needed(lite.PACKAGES)
    assert {"traitlets", "prompt-toolkit", "parso"} <= carried.keys()
    assert not carried.keys() & {"pexpect", "psutil", "widgetsnbextension", "numpy", "jupyterlab"}


def test_the_lock_names_each_wheel_by_its_digest_and_has_all_loaded(tmp_path):
    """numpy from elsewhere, for the interface that it was built for."""
    (tmp_path / "python").mkdir()
    wheel = tmp_path / "python/w2v_lab-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"a wheel")
    settings = {"jupyter-config-data": {"litePluginSettings": {lite.KERNEL: {}}}}
    kernel = settings["jupyter-config-data"]["litePluginSettings"][lite.KERNEL]
    kernel["loadPyodideOptions"] = {}
    (tmp_path / "jupyter-lite.json").write_text(json.dumps(settings))
    lite.lock(tmp_path, pyodide.MAKERS_NUMPY, pyodide.MAKERS)
    told = json.loads((tmp_path / "python/pyodide-lock.json").read_text())
    assert told["info"]["abi_version"] == "2025_0"
    ours = told["packages"]["w2v-lab"]
    assert (ours["file_name"], ours["version"]) == (wheel.name, "0.1.0")
    assert ours["sha256"] == hashlib.sha256(b"a wheel").hexdigest()
    assert told["packages"]["numpy"]["file_name"].startswith(f"{pyodide.MAKERS}numpy-2.2.5-cp313")
    told = json.loads((tmp_path / "jupyter-lite.json").read_text())
    kernel = told["jupyter-config-data"]["litePluginSettings"][lite.KERNEL]
    assert kernel["loadPyodideOptions"]["packages"] == ["numpy", "w2v-lab"]
    with pytest.raises(SystemExit, match="not built for Pyodide"):
        _ = pyodide.Wheel("numpy-2.2.5-cp313-cp313-manylinux_2_17_x86_64.whl", "").abi


@pytest.mark.parametrize("stranger", [True, False])
def test_who_enters_has_been_asked_where_a_stranger_would_be(tmp_path, stranger):
    for page in ("lite/lab/index.html", "index.html", "zh/index.html"):
        (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / page).write_text(f"<html><head><title></title></head>{pages.SECOND_DOOR}")
    door.build(tmp_path, stranger)
    read = {name: (tmp_path / name).read_text("utf-8") for name in ("index.html", "zh/index.html")}
    assert 'href="lite/index.html"' in read["index.html"]
    assert 'href="../lite/zh.html"' in read["zh/index.html"]
    lab = (tmp_path / "lite/lab/index.html").read_text("utf-8")
    assert lab.startswith("<html><head>\n<script>")  # before all that the page loads
    assert ("location.replace" in lab) == stranger
    for name, word in (("index.html", "13.3 MB"), ("zh.html", "13.3 MB")):
        text = (tmp_path / "lite" / name).read_text("utf-8")
        assert ("cdn.jsdelivr.net" in text) == (word in text) == ('id="agree"' in text) == stranger
        assert text.count("lab/index.html?path=") == 14 + stranger  # and the button's own
        assert 'id="jupyter-config-data"' in text  # JupyterLite stops where it is not


def test_the_kernel_is_told_where_python_is_and_to_ask_nobody_else():
    for stranger, where in ((False, "./../pyodide/"), (True, pyodide.MAKERS)):
        told = lite.settings(stranger)["jupyter-config-data"]
        kernel = told["litePluginSettings"][lite.KERNEL]
        assert kernel["pyodideUrl"] == f"{where}pyodide.mjs"
        assert kernel["disablePyPIFallback"] is True
        assert "@jupyterlab/apputils-extension:announcements" in told["disabledExtensions"]
