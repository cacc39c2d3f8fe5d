"""Three hundred votes at once: the bars follow within 300 ms. Needs a machine that is at rest."""

import asyncio
import time

import pytest

from tests.test_voting import CHOICES, QUESTION, browse, cast, settled
from w2v_lab.widgets.vote.session import Session

pytestmark = pytest.mark.extras


@pytest.mark.parametrize("count", [30, 300])
def test_each_vote_is_among_the_bars_within_300_ms(count):
    session = Session(QUESTION)
    session.start()
    shown, answered = [], []
    session.changed = lambda: shown.append((time.monotonic(), session.trace["voted"]))

    async def hall():
        tokens = await asyncio.gather(*(browse(session) for _ in range(count)))

        async def one(token, number):
            assert (await cast(session, token, CHOICES[number % len(CHOICES)])).status == 303
            answered.append(time.monotonic())

        await asyncio.gather(*(one(token, number) for number, token in enumerate(tokens)))

    asyncio.run(hall())
    settled(session, count)
    late = [
        next(at for at, voted in shown if voted >= number) - moment
        for number, moment in enumerate(sorted(answered), 1)
    ]
    print(f"{count} votes: the last of them was shown {max(late) * 1000:.0f} ms after its answer")
    session.close()
    assert max(late) < 0.3
