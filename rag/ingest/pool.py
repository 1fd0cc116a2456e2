"""Files read in parallel, ahead of the encoder."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

from rag.ingest.process import PageProgress, ReaderProcess, ReadingLimits
from rag.ingest.wire import ReaderReply

# Every file is read in another process, even a single one: pdfium and other parsers are native
# code, and a hostile file can make them crash, fill the memory or hang. This costs 0.3 s once
# (Python and numpy start), and nothing if no file is new. More than a few files get two processes:
# enough to stay ahead of the encoder, which needs the cores more.
_PROCESSES = 2
_FEW = 8


def read_files(
    files: Sequence[tuple[Path, Path]],
    limits: ReadingLimits,
    progress: PageProgress = lambda path, page, of: None,
) -> Generator[ReaderReply, None, None]:
    """For each file, given as ``(root, path)``, its document or the error, in order.

    ``progress`` is called for each page that is recognised, from another thread. The generator
    must be closed: this ends the processes.
    """
    if not files:
        return
    count = 1 if len(files) <= _FEW else _PROCESSES
    idle: SimpleQueue[ReaderProcess] = SimpleQueue()
    pool = ThreadPoolExecutor(count, thread_name_prefix="rag-reader")
    # In any case, from the bottom up: no new work starts, processes are killed, threads end.
    with ExitStack() as end:
        readers = [ReaderProcess(limits, progress) for _ in range(count)]
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
    """The answers in order; at most ``depth`` more are requested ahead, to bound the memory."""
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
