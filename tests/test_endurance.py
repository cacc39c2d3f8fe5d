"""Fifty runs of all cells: the kernel's memory stays where it was after five."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow  # half a minute of a kernel's work

# The history of outputs keeps what each run has made, as a notebook's kernel does.
RUNS = """
import json, resource
from pathlib import Path
import w2v_lab as w2v
from w2v_lab import experiments
from w2v_lab.widgets.kit import shell

message = {"header": {"msg_id": ""}, "metadata": {"cellId": ""}}

class Kernel:
    def get_parent(self):
        return message

shell.get_ipython = Kernel
sentences = w2v.toy_sentences("plane")
vocabulary = w2v.Vocabulary.from_sentences(sentences)
run = list(w2v.examples(sentences, vocabulary, window=5))
CELLS = [
    lambda: w2v.widgets.RowSelector(),
    lambda: w2v.widgets.StepExplorer(),
    lambda: w2v.widgets.TreeLab(epochs=4),
    lambda: w2v.widgets.FirstLook("the king rules"),
    lambda: w2v.widgets.WindowSlider(),
    lambda: w2v.widgets.Predict("larger_scores"),
    lambda: w2v.widgets.Sweep(experiments.learning_rates(w2v.Model(vocabulary, 3), run[:20], 5)),
    lambda: w2v.widgets.TrainingPlayer(w2v.record(w2v.Model(vocabulary, 50), run, 5, 0.1)),
    lambda: w2v.widgets.AnalogyArrows(
        w2v.record(w2v.Model(vocabulary, 50), run, 5, 0.1), w2v.toy_analogies("plane")
    ),
]

def megabytes():
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024

history, used = [], {}
for number in range(1, 51):
    for place, cell in enumerate(CELLS):
        message["header"]["msg_id"], message["metadata"]["cellId"] = f"{number} {place}", place
        history.append(cell())
    used[number] = megabytes()
print(json.dumps([used[5], used[50], len(history)]))
"""


def test_fifty_runs_of_all_cells_need_no_more_memory_than_five():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", RUNS], capture_output=True, text=True, check=True
    )
    after_5, after_50, made = json.loads(done.stdout)
    print(f"kernel memory after 5 runs {after_5:.0f} MB, after 50 runs {after_50:.0f} MB")
    assert made == 450 and after_50 - after_5 <= 20
