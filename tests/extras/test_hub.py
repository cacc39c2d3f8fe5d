"""A class on a JupyterHub, as docs/hub/README.md sets one up: lessons, memory, seconds, hand-ins.

Needs jupyterhub and configurable-http-proxy beside the Python that W2V_HUB names (else beside this
one), 8 GB of free memory, and some minutes in which the machine does nothing else. Fewer learners:
W2V_HUB_LEARNERS=3.
"""

import inspect
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import requests
from hub_learners import Learner

import w2v_lab as w2v
from solutions import exercises as solved

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "docs" / "hub" / "jupyterhub_config.py"
PYTHON = os.environ.get("W2V_HUB", sys.executable)
LEARNERS = int(os.environ.get("W2V_HUB_LEARNERS", "30"))
LESSONS = {
    "01_words_to_numbers": ("my_hidden", solved.hidden),
    "03_learning_by_the_chain_rule": ("my_EH", solved.back_to_h),
    "06_hierarchical_softmax": ("my_probability", solved.word_probability),
}
MACHINE = 8 * 1024  # megabytes of the machine that the recipe names for thirty
PASSWORD = "a room of our own"


def memory(hub: psutil.Process) -> dict[str, float]:
    """Megabytes of the hub, of the servers and of the kernels; what they share is counted once."""
    found = {"hub": 0.0, "servers": 0.0, "kernels": 0.0}
    for process in [hub, *hub.children(recursive=True)]:
        try:
            line = " ".join(process.cmdline())
            told = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        except (psutil.Error, OSError):  # it has just gone
            continue
        kind = "kernels" if "ipykernel" in line else "servers" if "singleuser" in line else "hub"
        found[kind] += int(re.search(r"^Pss:\s+(\d+)", told, re.MULTILINE)[1]) / 1024
    return found


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def hub():
    """A hub started as the README says, its address, its process, and its learners' folder."""
    ports = [free_port() for _ in range(3)]
    address = f"http://127.0.0.1:{ports[0]}"
    here = os.environ | {"W2V_ROOM_PASSWORD": PASSWORD}
    here.pop("W2V_MEMORY", None)
    command = [PYTHON, "-m", "jupyterhub", "-f", str(CONFIG), "--url", address]
    command += [f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{ports[1]}"]
    command += [f"--JupyterHub.hub_port={ports[2]}"]
    room = Path(tempfile.mkdtemp(prefix="w2v-hub-"))  # a short path: sockets lie in it
    with open(room / "hub.log", "w") as log:
        process = subprocess.Popen(command, cwd=room, env=here, stdout=log, stderr=log)
        try:
            for _ in range(60):
                try:
                    requests.get(f"{address}/hub/api/", timeout=5).raise_for_status()
                    break
                except requests.RequestException:
                    assert process.poll() is None, (room / "hub.log").read_text()
                    time.sleep(1)
            yield address, psutil.Process(process.pid), room / "learners"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
            print(f"left in {room}: hub.log, class.html, learners/")


def solution(name, function):
    return inspect.getsource(function).replace(f"def {function.__name__}(", f"def {name}(") + "\n\n"


def test_a_class_comes_works_and_hands_in(hub):
    address, process, folder = hub
    class_ = [Learner(address, f"learner-{n:02}", PASSWORD) for n in range(1, LEARNERS + 1)]
    began, free = memory(process), psutil.virtual_memory().available
    with ThreadPoolExecutor(LEARNERS) as together:
        list(together.map(Learner.arrive, class_))
        told = [memory(process)]
        print(f"all in JupyterLab after {time.monotonic() - class_[0].began:.0f} s", flush=True)
        for lesson, (name, function) in LESSONS.items():
            path, code = f"lessons/{lesson}.ipynb", solution(name, function)
            last = lesson == list(LESSONS)[-1]
            start = time.monotonic()
            given = ([value] * LEARNERS for value in (path, code, last))
            kernels = list(together.map(Learner.work, class_, *given))
            seconds = time.monotonic() - start
            told.append(memory(process))
            taken = (free - psutil.virtual_memory().available) / 1024**3
            print(
                f"{lesson}: {seconds:.0f} s for all, {taken:.2f} GB taken, {told[-1]}", flush=True
            )
            waits = sorted(one.first_widget for one in class_)
            print(f"seconds to the first widget: {waits[0]:.0f} to {waits[-1]:.0f}", flush=True)
            for kernel in kernels:
                kernel.socket.close()
            list(together.map(Learner.leave, class_))
    most = {kind: max(one[kind] for one in told) for kind in told[0]}
    each = sum(max(told, key=lambda one: sum(one.values())).values()) - sum(began.values())
    print(f"hub alone {began}; most {most}; {each / LEARNERS:.0f} MB a learner")
    failures = [failure for one in class_ for failure in one.failures]
    assert failures == []
    found = w2v.read_hand_ins(folder)
    assert len(found) == LEARNERS and found.skipped == (), found.skipped
    assert sum(len(one.predictions) for one in found.learners) == sum(o.answers for o in class_)
    # The lesson's own cell is each learner's first attempt, and the solution the second.
    solved_by = {row["exercise"]: row["second"] for row in found.exercises}
    for _, function in LESSONS.values():
        assert solved_by[function.__name__] == LEARNERS
    found.save_page(folder.parent / "class.html")
    assert waits[-1] < 60
    assert sum(most.values()) < 0.8 * MACHINE
