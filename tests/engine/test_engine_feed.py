from __future__ import annotations

import asyncio

from tutor.engine.feed import FLOOD, MOST_BYTES, MOST_EVENTS, Feed
from tutor.engine.protocol import Finished, Text

LAST = Finished(1, "a", "done", 0.0)


async def fill(feed: Feed, count: int, size: int = 1) -> None:
    for number in range(count):
        await feed.put(Text(1, str(number)), size)
    feed.put_last(LAST)


async def drain(feed: Feed) -> list[str]:
    texts = []
    while (event := await feed.get()) is not None:
        texts.append(event.text if isinstance(event, Text) else "last")
    return texts


async def test_nothing_is_lost_or_reordered_and_little_is_held() -> None:
    feed = Feed()
    writer = asyncio.ensure_future(fill(feed, 5 * MOST_EVENTS))
    await asyncio.sleep(0.01)
    assert not writer.done()
    assert len(feed._events) == MOST_EVENTS
    assert await drain(feed) == [*map(str, range(5 * MOST_EVENTS)), "last"]
    await writer


async def test_large_events_count_by_their_size() -> None:
    feed = Feed()
    writer = asyncio.ensure_future(fill(feed, 20, MOST_BYTES // 4))
    await asyncio.sleep(0.01)
    assert len(feed._events) == 4
    assert len(await drain(feed)) == 21
    await writer


async def test_a_widened_feed_makes_nobody_wait_and_still_has_a_bound() -> None:
    feed = Feed()
    feed.widen()
    await asyncio.wait_for(fill(feed, 2 * FLOOD * MOST_EVENTS), 10)
    texts = await drain(feed)
    assert len(texts) == FLOOD * MOST_EVENTS + 1
    assert texts[-1] == "last"


async def test_widening_frees_a_waiting_writer() -> None:
    feed = Feed()
    writer = asyncio.ensure_future(fill(feed, 2 * MOST_EVENTS))
    await asyncio.sleep(0.01)
    assert not writer.done()
    feed.widen()
    await asyncio.wait_for(writer, 1)
    assert len(await drain(feed)) == 2 * MOST_EVENTS + 1
