"""Learners of a JupyterHub played by a script, each as a browser would.

They log in, open lessons, run all cells over the websocket, answer what is asked, solve the
exercise, and hand in.
"""

import json
import random
import re
import time
from dataclasses import dataclass, field
from urllib.parse import quote
from uuid import uuid4

import requests
import websocket

MOST_SECONDS = 240  # for whatever a learner waits for
WIDGET = "application/vnd.jupyter.widget-view+json"
DEFINES = re.compile(r"def (my_\w+)\(.*?(?=^\S)", re.DOTALL | re.MULTILINE)


@dataclass
class Kernel:
    """A notebook's kernel, heard and spoken to over a websocket as the page does."""

    socket: websocket.WebSocket
    widgets: list[float] = field(default_factory=list)  # when each came
    gates: dict = field(default_factory=dict)  # question: (comm, choices)
    stamps: dict = field(default_factory=dict)  # of what each comm shows
    failures: list[str] = field(default_factory=list)

    def say(self, kind: str, content: dict) -> str:
        name = uuid4().hex
        header = {
            "msg_id": name,
            "msg_type": kind,
            "username": "",
            "session": "x",
            "version": "5.3",
        }
        told = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        self.socket.send(json.dumps(told | {"channel": "shell", "buffers": []}))
        return name

    def wait(self, name: str) -> None:
        """Listen until the kernel is done with a request."""
        while True:
            raw = self.socket.recv()
            told = json.loads(raw) if isinstance(raw, str) else unpacked(raw)
            kind, content = told["header"]["msg_type"], told["content"]
            if kind == "error":
                self.failures.append(f"{content['ename']}: {content['evalue']}")
            elif kind in ("display_data", "execute_result") and WIDGET in content["data"]:
                self.widgets.append(time.monotonic())
            elif kind in ("comm_open", "comm_msg"):
                self._shown(content["comm_id"], content["data"])
            ours = told["parent_header"].get("msg_id") == name
            if ours and kind == "status" and content["execution_state"] == "idle":
                return

    def run(self, code: str) -> None:
        self.wait(self.say("execute_request", {"code": code, "store_history": True}))

    def _shown(self, comm: str, data: dict) -> None:
        facts = data.get("state", {}).get("facts") or {}
        if facts:
            self.stamps[comm] = facts["stamp"]
        for gate in facts.get("gates", []):
            if "choice" not in gate:
                self.gates[gate["name"]] = (comm, [choice["name"] for choice in gate["choices"]])
        if refused := (data.get("content") or {}).get("error"):
            self.failures.append(str(refused))

    def answer(self, rng: random.Random) -> int:
        """Answer all that the widgets have asked, rightly or wrongly; how many that were."""
        asked, self.gates = dict(self.gates), {}
        for question, (comm, choices) in asked.items():
            told = {"commit": question, "choice": rng.choice(choices), "request": question}
            content = {"method": "custom", "content": told | {"stamp": self.stamps[comm]}}
            self.wait(self.say("comm_msg", {"comm_id": comm, "data": content}))
        return len(asked)


def unpacked(raw: bytes) -> dict:
    """A message with arrays: the offsets of its parts, then the parts, the first of JSON."""
    count = int.from_bytes(raw[:4], "big")
    offsets = [int.from_bytes(raw[4 * i : 4 * i + 4], "big") for i in range(1, count + 1)]
    return json.loads(raw[offsets[0] : [*offsets, len(raw)][1]])


class Learner:
    """One learner's browser."""

    def __init__(self, hub: str, name: str, password: str) -> None:
        self.hub, self.name, self.password = hub, name, password
        self.server = f"{hub}/user/{name}"
        self.web = requests.Session()
        self.began = time.monotonic()
        self.first_widget: float | None = None
        self.failures: list[str] = []
        self.answers = 0

    def get(self, address: str) -> requests.Response:
        reply = self.web.get(address, timeout=MOST_SECONDS)
        reply.raise_for_status()
        return reply

    def ask(self, method: str, path: str, told: dict | None = None) -> dict:
        cookie = self.web.cookies.get("_xsrf", path=f"/user/{self.name}/")
        head = {"X-XSRFToken": cookie or ""}
        address = f"{self.server}/api/{path}"
        reply = self.web.request(method, address, json=told, headers=head, timeout=MOST_SECONDS)
        reply.raise_for_status()
        return reply.json() if reply.content else {}

    def arrive(self) -> None:
        """Log in, wait for the server as the page does, and open JupyterLab with all its files."""
        self.began = time.monotonic()
        self.get(f"{self.hub}/hub/login")
        form = {"username": self.name, "password": self.password}
        form["_xsrf"] = self.web.cookies.get("_xsrf", path="/hub/") or ""
        self.web.post(f"{self.hub}/hub/login", data=form, timeout=MOST_SECONDS).raise_for_status()
        self.get(f"{self.hub}/hub/spawn")
        while True:
            page = self.get(f"{self.server}/lab")
            if page.url.startswith(f"{self.server}/lab"):
                break
            time.sleep(1)
        for path in set(re.findall(r'(?:src|href)="(/user/[^"]+\.(?:js|css)[^"]*)"', page.text)):
            self.get(self.hub + path)

    def work(self, path: str, solution: str, last: bool = False) -> Kernel:
        """Open a lesson, run all its cells, answer, solve, and in the last one hand in."""
        book = self.ask("GET", f"contents/{quote(path)}")["content"]
        body = {"path": path, "type": "notebook", "name": "", "kernel": {"name": "python3"}}
        session = self.ask("POST", "sessions", body)
        kernel = self._open(session["kernel"]["id"])
        rng = random.Random(f"{self.name} {path}")
        cells = [cell["source"] for cell in book["cells"] if cell["cell_type"] == "code"]
        for code in cells:
            kernel.run(code)
            if self.first_widget is None and kernel.widgets:
                self.first_widget = kernel.widgets[0] - self.began
        self.answers += kernel.answer(rng)
        exercise = next(code for code in cells if solution.split("(")[0].strip() in code)
        kernel.run(DEFINES.sub(lambda _: solution, exercise))
        if last:
            kernel.run(f'w2v.hand_in("{self.name}.json", name="{self.name}")')
        self.failures += kernel.failures
        return kernel

    def _open(self, kernel: str) -> Kernel:
        cookies = "; ".join(f"{one.name}={one.value}" for one in self._sent_along())
        address = f"{self.server}/api/kernels/{kernel}/channels".replace("http", "ws", 1)
        return Kernel(websocket.create_connection(address, cookie=cookies, timeout=MOST_SECONDS))

    def _sent_along(self) -> list:
        return [one for one in self.web.cookies if f"/user/{self.name}/".startswith(one.path)]

    def leave(self) -> None:
        """End the kernels, as *Shut Down All* does."""
        for session in self.ask("GET", "sessions"):
            self.ask("DELETE", f"sessions/{session['id']}")
