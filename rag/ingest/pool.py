"""Files read side by side, ahead of the encoder."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

from rag.ingest.process import PageProgress, ReaderProcess, ReadingLimits
from rag.ingest.wire import ReaderReply

# Every file is read in another process, be it the only one: pdfium and its like are native
# code, and a hostile file can crash, fill the memory or never come back. That costs 0.3 s once
# (Python and numpy starting), and nothing where no file is new. More than a few files get two:
# they keep ahead of the encoder, which needs the cores more.
_PROCESSES = 2
_FEW = 8


def read_files(
    files: Sequence[tuple[Path, Path]],
    limits: ReadingLimits,
    told: PageProgress = lambda path, page, of: None,
) -> Generator[ReaderReply, None, None]:
    """For each file, given as ``(root, path)``, its document or why there is none, in order.

    ``told`` hears of each page that is recognised, from another thread. Close the generator: the
    processes end with it.
    """
    if not files:
        return
    count = 1 if len(files) <= _FEW else _PROCESSES
    idle: SimpleQueue[ReaderProcess] = SimpleQueue()
    pool = ThreadPoolExecutor(count, thread_name_prefix="rag-reader")
    # The end, normal or not, runs upwards: nothing new begins, what runs is killed, threads join.
    with ExitStack() as end:
        readers = [ReaderProcess(limits, told) for _ in range(count)]
        for reader in readers:
            end.callback(reader.close)
            idle.put(reader)
        end.callback(pool.shutdown)
        for reader in readers:
            end.callback(reader.kill)
        end.callback(pool.shutdown, wait=False, cancel_futures=True)
        yield from _ahead(pool, idle, files, depth=2 * count)


def _ahead(
    pool: ThreadPoolExecutor,
    idle: SimpleQueue[ReaderProcess],
    files: Sequence[tuple[Path, Path]],
    *,
    depth: int,
) -> Iterator[ReaderReply]:
    """The answers in order, so many asked for in advance: memory holds no more of them."""
    waiting: deque[Future[ReaderReply]] = deque()
    for root, path in files:
        waiting.append(pool.submit(_read, idle, root, path))
        if len(waiting) > depth:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _read(idle: SimpleQueue[ReaderProcess], root: Path, path: Path) -> ReaderReply:
    reader = idle.get()
    try:
        return reader.read(root, path)
    finally:
        idle.put(reader)
