"""A vote of the room: who is counted and how often, who is not, and when a port is open."""

import asyncio
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode

import numpy as np
import pytest
from hostile import WORDS

import w2v_lab as w2v
from w2v_lab import lessons
from w2v_lab.messages import catalogue
from w2v_lab.voting import phone, room, routes
from w2v_lab.voting.server import Server
from w2v_lab.widgets.vote.session import Session

QUESTION = "which_row"
CHOICES = lessons.find(QUESTION).choices
ANSWER = lessons.find(QUESTION).answer()
WRONG = next(name for name in CHOICES if name != ANSWER)


@pytest.fixture
def session():
    made = Session(QUESTION)
    made.start()
    yield made
    made.close()


@pytest.fixture
def ended():
    """A clock that stands still until it is set forward."""

    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    return Clock()


@dataclass
class Heard:
    """What a server has answered; status 0 where it has hung up."""

    status: int
    text: str
    cookie: str


async def say(port: int, data: bytes, patience: float = 10) -> Heard:
    """Send these bytes, and read until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(data)
        answer = await asyncio.wait_for(reader.read(), patience)
    except (ConnectionError, BrokenPipeError):
        answer = b""
    finally:
        writer.close()
    head, _, body = answer.decode("utf-8", "replace").partition("\r\n\r\n")
    status = re.match(r"HTTP/1\.1 (\d+)", head)
    cookie = re.search(r'Set-Cookie: (w2v_vote="[^"]*")', head)
    return Heard(int(status[1]) if status else 0, body, cookie[1] if cookie else "")


def request(method: str, path: str, cookie: str = "", body: bytes = b"", *more: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: here", "Connection: close", *more]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
        lines.append("Content-Type: application/x-www-form-urlencoded")
    return "\r\n".join([*lines, "", ""]).encode() + body


def place(session) -> tuple[int, str]:
    """The port and the path of a vote that is open."""
    port, path = re.fullmatch(r"http://127\.0\.0\.1:(\d+)(/[a-z-]+)", session.link).groups()
    return int(port), path


def ballot(choice: str, in_round: object = 1) -> bytes:
    return urlencode({"choice": choice, "round": in_round}, errors="surrogatepass").encode()


async def browse(session) -> str:
    """Open the page, as a phone does for the first time; return the token."""
    port, path = place(session)
    heard = await say(port, request("GET", path))
    assert heard.status == 200 and heard.cookie
    return heard.cookie


async def cast(session, token: str, choice: str, in_round: int = 1) -> Heard:
    port, path = place(session)
    return await say(port, request("POST", f"{path}/vote", token, ballot(choice, in_round)))


def settled(session, voted: int) -> None:
    """Wait until the picture has as many votes."""
    end = time.monotonic() + 10
    while session.trace["voted"] != voted and time.monotonic() < end:
        time.sleep(0.02)
    assert session.trace["voted"] == voted


# Open and closed


def test_no_port_is_open_unless_one_is_asked_for(monkeypatch):
    opened = []
    listen = socket.socket.listen
    monkeypatch.setattr(
        socket.socket, "listen", lambda self, *a: opened.append(self) or listen(self, *a)
    )
    session = Session(QUESTION)
    session.follow({})
    for content in (
        *({"bars": True}, {"hands": [1] * len(CHOICES)}, {"second": True}, {"start": "yes"}),
        *(
            {"start": 1},
            {"way": {"start": True}},
            {"verdict": True},
            {"reset": True},
            {"stop": True},
        ),
    ):
        session.hear({"request": "1", **content})
    assert opened == [] and session.link == "" and session.trace["link"] == ""
    session.hear({"request": "2", "start": True})
    port, path = place(session)
    assert {s.getsockname()[:2] for s in opened} == {("127.0.0.1", port)}
    assert session.trace["link"] == session.link and session.trace["changed"] is False
    session.hear({"request": "3", "stop": True})
    assert session.trace["link"] == ""
    hung_up(port, path)
    session.close()
    session.close()


def hung_up(port: int, path: str) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            asyncio.run(say(port, request("GET", path)))
        except ConnectionRefusedError:
            return
        time.sleep(0.02)
    raise AssertionError(f"Port {port} is still open.")


@pytest.mark.parametrize("verdict", [False, True])
def test_a_vote_closes_by_itself(verdict, ended):
    session = Session(QUESTION)
    session._room = room.Room(lessons.find(QUESTION), ended)
    session.start()
    port, path = place(session)
    if verdict:
        session.hear({"request": "1", "verdict": True})
    patience = room.AFTER_VERDICT if verdict else room.IDLE
    ended.now = patience - 1
    time.sleep(0.3)
    assert asyncio.run(say(port, request("GET", path))).status == 200
    ended.now = patience + 1
    hung_up(port, path)
    end = time.monotonic() + 5
    while session.trace["link"] and time.monotonic() < end:
        time.sleep(0.02)
    assert session.trace["link"] == session.link == ""
    session.close()


def test_a_vote_ends_with_its_process_and_a_closed_widget_closes_the_port(session):
    port, path = place(session)
    session.close()
    hung_up(port, path)
    code = f"import w2v_lab as w2v; v = w2v.vote('{QUESTION}'); v.start(); print(v.link)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stdout.startswith("http://127.0.0.1:"), done.stderr


def test_without_tornado_it_is_said_what_to_install_and_hands_can_be_counted():
    code = f"""import sys
sys.modules["tornado"] = sys.modules["tornado.httpserver"] = None
import w2v_lab as w2v
from w2v_lab.widgets.vote.session import Session
session = Session("{QUESTION}")
told = session.hear({{"request": "1", "start": True}})[0]["error"]["text"]
assert "pip install tornado" in told["en"] and "pip install tornado" in told["zh"], told
session.hear({{"request": "2", "hands": [3] * {len(CHOICES)}}})
assert session.counts.sum() == 3 * {len(CHOICES)}"""
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("address", ["nowhere", "", "localhost:80", 5, None, "192.0.2.77", "::zz"])
def test_an_address_that_is_none_of_this_computers_is_refused(address):
    with pytest.raises(w2v.W2VError, match="address"):
        w2v.vote(QUESTION, address).start()


# Counted once


async def a_room(session, count: int) -> None:
    """Each of so many browsers opens the page, votes, changes its mind and votes again."""
    tokens = await asyncio.gather(*(browse(session) for _ in range(count)))
    assert len(set(tokens)) == count

    async def decide(token: str, number: int) -> None:
        for choice in (WRONG, CHOICES[number % len(CHOICES)]):
            assert (await cast(session, token, choice)).status == 303

    await asyncio.gather(*(decide(token, number) for number, token in enumerate(tokens)))


@pytest.mark.parametrize("count", [30, 300])
def test_all_of_a_room_are_counted_once(count, session):
    told = []
    session.changed = lambda: told.append((time.monotonic(), session.trace["voted"]))
    asyncio.run(a_room(session, count))
    settled(session, count)
    expected = np.bincount(np.arange(count) % len(CHOICES), minlength=len(CHOICES))
    assert session.counts.tolist() == [expected.tolist()]
    assert session.trace["present"] == count
    voted = [number for _, number in told]
    assert voted == sorted(voted) and len(told) < 2 * count, "the page hears of many at a time"


def test_a_second_round_counts_anew_and_says_who_came_to_the_answer(session):
    async def vote(tokens, choices, in_round):
        for token, choice in zip(tokens, choices, strict=True):
            assert (await cast(session, token, choice, in_round)).status == 303

    async def both():
        tokens = [await browse(session) for _ in range(4)]
        await vote(tokens[:3], [WRONG, WRONG, ANSWER], 1)
        session.hear({"request": "1", "second": True})
        old = await cast(session, tokens[3], WRONG, 1)
        assert old.status == 409, "its page is old"
        assert catalogue("voting")["again"]["en"] in old.text and 'name="choice"' in old.text
        await vote(tokens, [ANSWER, WRONG, WRONG, ANSWER], 2)
        session.hear({"request": "2", "hands": [int(name == ANSWER) * 5 for name in CHOICES]})
        session.hear({"request": "3", "verdict": True})
        assert (await cast(session, tokens[0], WRONG, 2)).status == 409, "it is over"

    asyncio.run(both())
    rows = {row["choice"]: (row["before"], row["after"]) for row in session.distribution()}
    assert rows[ANSWER] == (1, 7) and rows[WRONG] == (2, 2)
    assert [row["choice"] for row in session.distribution() if row["right"]] == [ANSWER]
    assert session.trace["moved"] == (3, 1, 1)
    for content in ({"second": True}, {"hands": [0] * len(CHOICES)}):
        assert "error" in session.hear({"request": "4", **content})[0]


def test_bars_and_verdict_are_nowhere_until_they_are_asked_for(session):
    async def one():
        token = await browse(session)
        await cast(session, token, WRONG)
        port, path = place(session)
        return port, path, token, (await say(port, request("GET", path, token))).text

    port, path, token, page = asyncio.run(one())
    settled(session, 1)
    why = lessons.find(QUESTION).why(ANSWER)["en"]
    facts, numbers = session.packed()
    assert numbers == b"" and why not in str(facts) and "answer" not in facts["trace"]
    assert why not in page and "✓" not in page
    session.hear({"request": "1", "bars": True})
    assert session.trace["arrays"]["votes"]["shape"] == (1, len(CHOICES))
    session.hear({"request": "2", "second": True})
    assert session.packed()[1] == b"", "nobody is to follow the crowd in the second round either"
    with pytest.raises(w2v.W2VError):
        session.distribution()
    session.hear({"request": "3", "verdict": True})
    assert session.trace["arrays"]["votes"]["shape"] == (2, len(CHOICES))
    shown = asyncio.run(say(port, request("GET", path, token))).text
    assert phone.escape(why) in shown and "✓" in shown
    mine = "larger_scores"
    asked = Session(QUESTION, predict=mine)
    assert "error" in asked.hear({"request": "1", "verdict": True})[0]
    asked.commit(mine, lessons.find(mine).choices[0])
    assert asked.hear({"request": "2", "verdict": True})[0].keys() == {"reply", "stamp"}


# Strangers


def lies(path: str, token: str, other: str) -> dict[str, tuple[bytes, int]]:
    """What a liar sends, by what is wrong with it, and the answer that it deserves."""
    vote, good = f"{path}/vote", ballot(WRONG)
    token_name, value = token.split("=", 1)
    forged = f'{token_name}={value[:-4]}{"0000" if value[-4:-1] != "000" else "1111"}"'
    huge = b"choice=" + b"x" * 5_000_000
    hostile = {
        f"choice {word}": (
            request("POST", vote, token, ballot(word)),
            400 if len(ballot(word)) <= routes.MOST_BYTES else 0,
        )
        for word in WORDS
    }
    return hostile | {
        "no choice": (request("POST", vote, token, b""), 400),
        "round of letters": (request("POST", vote, token, ballot(WRONG, "x")), 400),
        "round to come": (request("POST", vote, token, ballot(WRONG, 2)), 409),
        "round of 5000 digits": (request("POST", vote, token, ballot(WRONG, "9" * 1500)), 409),
        "no token": (request("POST", vote, "", good), 403),
        "no token, news": (request("GET", vote), 403),
        "forged token": (request("POST", vote, forged, good), 403),
        "token of another room": (request("POST", vote, other, good), 403),
        "token made up": (request("POST", vote, 'w2v_vote="abc"', good), 403),
        "no word": (request("GET", "/", token), 404),
        "foreign word": (request("POST", "/apple-apples/vote", token, good), 404),
        "word in capitals": (request("GET", path.upper(), token), 404),
        "path upwards": (request("GET", f"{path}/../../etc/passwd", token), 404),
        "more path": (request("POST", f"{vote}/x", token, good), 404),
        "vote on the page": (request("POST", path, token, good), 405),
        "method put": (request("PUT", vote, token), 405),
        "method delete": (request("DELETE", vote, token), 405),
        "method made up": (request("BREW", vote, token), 405),
        "huge body": (request("POST", vote, token, huge), 0),
        "huge header": (request("GET", path, token, b"", f"X: {'x' * 50_000}"), 0),
        "not utf-8": (request("POST", vote, token, b"choice=%ff%fe&round=1"), 400),
        "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200) + b"\r\n\r\n", 0),
    }


def test_who_lies_is_refused_and_changes_nothing(session, caplog):
    other = Session(QUESTION)
    other.start()

    async def all_lies():
        token, foreign = await browse(session), await browse(other)
        assert (await cast(session, token, ANSWER)).status == 303
        port, path = place(session)
        half = await asyncio.open_connection("127.0.0.1", port)  # asks, and never ends
        half[1].write(b"POST / HTTP/1.1\r\nContent-Length: 900\r\n\r\nchoice=")
        for name, (data, status) in lies(path, token, foreign).items():
            heard = await say(port, data)
            assert heard.status in ({400, 0} if status == 0 else {status}), (name, heard)
            assert "<script>window" not in heard.text and "Traceback" not in heard.text, name
        assert (await cast(session, token, ANSWER)).status == 303
        half[1].close()

    asyncio.run(all_lies())
    assert session._room.votes[0] and set(session._room.votes[0].values()) == {ANSWER}
    assert session.counts.sum() == 1 and other.counts.sum() == 0
    assert session.trace["present"] <= 1 and len(session._room._seen) == 1
    assert not [r for r in caplog.records if r.levelname != "INFO"], "no stranger writes here"
    other.close()


def test_who_floods_keeps_nobody_out(session, monkeypatch):
    monkeypatch.setattr(routes, "MOST_CONNECTIONS", 60)
    port, path = place(session)

    async def flood(token: str, end: asyncio.Event) -> int:
        """One connection, as many votes as it can say; and pages without a token."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        vote = request("POST", f"{path}/vote", token, ballot(WRONG))
        each = vote.replace(b"Connection: close\r\n", b"")
        sent = 0
        while not end.is_set():
            writer.write(each * 10)
            await reader.read(1 << 20)
            sent += 10
            for _ in range(3):
                await say(port, request("GET", path))
        writer.close()
        return sent

    async def room_and_flood():
        token = await browse(session)
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(100)]
        await asyncio.sleep(0.2)
        inside = [pair for pair in idle if not pair[0].at_eof()]
        assert len(inside) <= 60, "who only holds the door does so to a limit"
        for _, writer in idle:
            writer.close()
        await asyncio.sleep(0.2)
        end = asyncio.Event()
        flooding = asyncio.create_task(flood(token, end))
        tokens = [await browse(session) for _ in range(30)]
        answers = await asyncio.gather(*(cast(session, each, ANSWER) for each in tokens))
        end.set()
        assert [heard.status for heard in answers] == [303] * 30
        return await flooding

    assert asyncio.run(room_and_flood()) > 0
    counts = dict(zip(CHOICES, session.counts[0].tolist(), strict=True))
    assert counts[ANSWER] == 30 and counts[WRONG] == 1 and sum(counts.values()) == 31
    assert len(session._room._seen) == 31, "who never comes back with a token is nobody"


def test_a_full_room_lets_in_others_when_those_leave_who_have_not_voted(ended, monkeypatch):
    monkeypatch.setattr(room, "MOST_BROWSERS", 3)
    full = room.Room(lessons.find(QUESTION), ended)
    assert full.vote("voter", ANSWER, 1) and full.see("a") and full.see("b")
    assert not full.see("c") and not full.vote("c", ANSWER, 1) and full.present == 3
    ended.now = room.AWAY + 1
    assert full.present == 1 and full.see("c") and full.present == 2
    assert full.counts().sum() == 1 and full.voted("voter") == ANSWER


@pytest.mark.parametrize("hands", [None, "12", [1], [-1] * len(CHOICES), [1.5] * len(CHOICES)])
def test_hands_are_whole_numbers(hands):
    session = Session(QUESTION)
    assert "error" in session.hear({"request": "1", "hands": hands})[0]
    session.hear({"request": "2", "hands": [2**80, *[0] * (len(CHOICES) - 1)]})
    assert session.counts.max() == room.MOST_HANDS


# The phone's page


class Page(HTMLParser):
    """Every tag and attribute, and the words that are read."""

    def __init__(self, text: str):
        super().__init__()
        self.tags, self.words, self._inside = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._inside = tag

    def handle_data(self, data):
        if self._inside not in ("script", "style"):
            self.words.append(data.strip())


def pages(language: str, verdict: bool) -> str:
    shown = room.Room(lessons.find(QUESTION))
    shown.word = "a-word"
    shown.vote("b", WRONG, 1)
    if verdict:
        shown.reveal()
    return phone.page(shown, "b", language, "nonce")


def test_hostile_texts_are_inert_on_the_phone(monkeypatch):
    kind = type(lessons.find(QUESTION))
    plain = [Page(pages("en", verdict)).tags for verdict in (False, True)]
    for word in WORDS:
        monkeypatch.setattr(kind, "told", lambda self, choice="", w=word: {"en": w, "zh": w})
        monkeypatch.setattr(kind, "why", lambda self, choice, w=word: {"en": w, "zh": w})
        for verdict, tags in zip((False, True), plain, strict=True):
            assert Page(pages("en", verdict)).tags == tags, word


def test_the_phone_speaks_both_languages_and_asks_no_stranger(session):
    texts = catalogue("voting")
    for language, other in (("en", "zh"), ("zh", "en")):
        for verdict in (False, True):
            page = pages(language, verdict)
            read = " ".join(Page(page).words)
            assert lessons.find(QUESTION).told()[language] in read
            assert texts["private"][language] in read and texts["private"][other] not in read
            assert not re.search(r"(https?:)?//\w", re.sub(r"<!doctype.*?>", "", page))
    port, path = place(session)
    heard = asyncio.run(say(port, request("GET", f"{path}?language=zh")))
    assert texts["choose"]["zh"] in heard.text
    heard = asyncio.run(say(port, request("GET", f"{path}?language=<script>")))
    assert texts["choose"]["en"] in heard.text and "<script>" not in heard.text.split("</h1>")[0]


def test_news_that_cannot_be_shown_does_not_end_the_vote(caplog):
    def broken():
        raise ZeroDivisionError

    server = Server(room.Room(lessons.find(QUESTION)), "127.0.0.1", "en", broken)
    time.sleep(0.3)
    assert server.open and "ZeroDivisionError" in caplog.text
    server.stop()


def test_a_port_that_is_opened_again_knows_its_browsers(session):
    async def vote_again(token):
        assert (await cast(session, token, WRONG)).status == 303

    token = asyncio.run(browse(session))
    asyncio.run(vote_again(token))
    session.stop()
    session.start()
    asyncio.run(vote_again(token))
    settled(session, 1)
    assert session.trace["present"] == 1
