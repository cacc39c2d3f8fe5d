"""The teacher's notebook: four pictures with open gates, one line each, in both languages."""

import json
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
EDITIONS = {"en": ROOT / "notebooks/demo.ipynb", "zh": ROOT / "notebooks/zh/demo.ipynb"}
PICTURES = ["RowSelector", "StepExplorer", "TrainingPlayer", "TreeLab"]
ASK = f"""
import json
seen = [Out[n] for n in sorted(Out) if type(Out[n]).__name__ in {PICTURES!r}]
print(json.dumps([[type(w).__name__, w.gates, any(w.doors.values()), w.language] for w in seen]))
"""


@pytest.mark.parametrize("language", EDITIONS)
def test_it_is_committed_clean_and_each_picture_is_one_line(language):
    sys.path.insert(0, str(ROOT / "scripts"))
    import check_notebooks

    notebook = json.loads(EDITIONS[language].read_text(encoding="utf-8"))
    code = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert check_notebooks.faults(notebook) == []
    assert all(len(source) == 1 for source in code[1:])


@pytest.mark.parametrize(("language", "gates"), [("en", "closed"), ("zh", "open")])
def test_it_runs_and_the_switch_decides_whether_it_asks(language, gates):
    notebook = nbformat.read(EDITIONS[language], as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = cell.source.replace('"open"', f'"{gates}"')
    notebook.cells.append(nbformat.v4.new_code_cell(ASK))
    place = {"metadata": {"path": str(ROOT)}}
    NotebookClient(notebook, timeout=600, startup_timeout=600, resources=place).execute()
    told = json.loads(notebook.cells[-1].outputs[0].text)
    assert [name for name, *_ in told] == PICTURES
    assert {spoken for *_, spoken in told} == {language}
    asking = [bool(asked) for _, asked, *_ in told]
    assert asking == [gates == "closed" and name != "TrainingPlayer" for name in PICTURES]
    assert [shut for _, _, shut, _ in told] == asking
