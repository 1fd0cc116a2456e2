"""Faults that happen: kills, full disks, damage, permissions, two writers, swaps during reads.

After each, the last good generation answers and the next run completes.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from test_store_samples import ENGLISH, FRENCH, CountingEncoder, add, build, reading

from rag.encoders import HashingEncoder
from rag.errors import IndexBusy, IndexDamaged, IndexUnwritable
from rag.ingest import ingest
from rag.store import GenerationBuilder, Store, rollback
from rag.store.layout import Current, generation, read_current, write_current

ROOT = Path(__file__).parent.parent
ENCODER = HashingEncoder()
posix = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "fr.txt").write_text(f"Décret\n\n{FRENCH}", encoding="utf-8")
    (folder / "en.txt").write_text(f"Decision\n\n{ENGLISH}", encoding="utf-8")
    return folder


@pytest.fixture
def index(docs: Path, tmp_path: Path) -> Path:
    """An index of two generations: one with a document that was removed since, one without."""
    extra = docs / "ancien.txt"
    extra.write_text(f"Ancien\n\n{FRENCH} {ENGLISH}", encoding="utf-8")
    ingest([docs], tmp_path / "index", ENCODER)
    extra.unlink()
    ingest([docs], tmp_path / "index", ENCODER)
    return tmp_path / "index"


def paths(index: Path) -> list[str]:
    """The documents of an index that is whole and answers."""
    with Store.open(index) as store:
        store.check()
        store.verify()
        assert store.terms.search("l'accord signé à Rabat", language="fr", k=3)
        return [document.path for document in store.documents()]


def live_files(index: Path) -> list[Path]:
    folder = generation(index, read_current(index).live)
    return [folder / name for name in ("manifest.json", *Store.open(index).manifest.files)]


@posix
def test_ten_kills_lose_nothing() -> None:
    program = (sys.executable, "-m", "bench.kill_indexing")
    done = subprocess.run(
        [*program, "--kills", "10", "--files", "6", "--seed", "3"],
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert "lost: 0" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


def test_a_truncated_file_is_refused_and_the_next_run_completes(docs: Path, index: Path) -> None:
    for place, path in enumerate(live_files(index)):
        copy = index.with_name(f"truncated-{place}")
        shutil.copytree(index, copy)
        damaged = copy / path.relative_to(index)
        damaged.write_bytes(damaged.read_bytes()[: damaged.stat().st_size // 2])
        with pytest.raises(IndexDamaged, match=re.escape(path.name)):
            Store.open(copy)
        report = ingest([docs], copy, ENCODER)
        assert paths(copy) == ["en.txt", "fr.txt"]
        assert len(report.notices) == 1


def test_a_flipped_bit_is_refused_and_the_next_run_completes(docs: Path, index: Path) -> None:
    chance = random.Random(5)
    for place, path in enumerate(live_files(index)):
        copy = index.with_name(f"flipped-{place}")
        shutil.copytree(index, copy)
        flip(copy / path.relative_to(index), chance)
        with pytest.raises(IndexDamaged), Store.open(copy) as store:
            store.check()
        ingest([docs], copy, ENCODER)
        assert paths(copy) == ["en.txt", "fr.txt"]


def flip(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def test_a_page_is_read_to_the_letter_or_refused_whatever_bit_is_flipped(index: Path) -> None:
    chance = random.Random(11)
    with Store.open(index) as store:
        expected = {document.id: store.page(document.id, None) for document in store.documents()}
    path = generation(index, read_current(index).live) / "documents.sqlite"
    whole, refused = path.read_bytes(), 0
    for _ in range(150):
        flip(path, chance)
        for document_id, page in expected.items():
            try:
                with Store.open(index) as store:
                    assert store.page(document_id, None).text == page.text
            except (IndexDamaged, KeyError):
                refused += 1
        path.write_bytes(whole)
    assert refused > 0


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"seven\n", b"000009\n", b"1 2 3"])
def test_a_damaged_pointer_is_refused_and_the_next_run_completes(
    docs: Path, index: Path, content: bytes
) -> None:
    (index / "CURRENT").write_bytes(content)
    with pytest.raises(IndexDamaged):
        Store.open(index)
    encoder = CountingEncoder()
    ingest([docs], index, encoder)
    assert (paths(index), encoder.texts) == (["en.txt", "fr.txt"], [])


@pytest.mark.parametrize("current", [Current(7), Current(7, 6), Current(1_000_000, 999_999)])
def test_no_bit_of_the_pointer_can_be_flipped_and_none_of_its_bytes_cut(
    tmp_path: Path, current: Current
) -> None:
    write_current(tmp_path, current)
    assert read_current(tmp_path) == current
    whole = (tmp_path / "CURRENT").read_bytes()
    cut = [whole[:end] for end in range(len(whole))]
    flipped = [
        bytes(byte ^ (1 << bit) if at == place else byte for at, byte in enumerate(whole))
        for place in range(len(whole))
        for bit in range(8)
    ]
    for damaged in [*cut, *flipped]:
        (tmp_path / "CURRENT").write_bytes(damaged)
        with pytest.raises(IndexDamaged):
            read_current(tmp_path)


@pytest.mark.parametrize(
    ("content", "current"),
    [(b"000007\n", Current(7)), (b"000007\n000006\n", Current(7, 6))],
)
def test_a_pointer_written_before_it_had_a_checksum_is_read(
    tmp_path: Path, content: bytes, current: Current
) -> None:
    (tmp_path / "CURRENT").write_bytes(content)
    assert read_current(tmp_path) == current


def test_damage_to_both_generations_is_mended_from_the_documents(docs: Path, index: Path) -> None:
    for path in index.glob("generations/*/vectors.faiss"):
        path.write_bytes(b"nothing")
    with pytest.raises(IndexDamaged):
        rollback(index)
    ingest([docs], index, ENCODER)
    assert paths(index) == ["en.txt", "fr.txt"]


def test_a_rollback_to_damaged_files_is_refused(index: Path) -> None:
    kept = read_current(index).kept
    assert kept is not None
    flip(generation(index, kept) / "vectors.faiss", random.Random(2))
    with pytest.raises(IndexDamaged, match="vectors"):
        rollback(index)
    assert paths(index) == ["en.txt", "fr.txt"]


@contextmanager
def unprivileged(*folders: Path) -> Iterator[None]:
    """Folders that this process may read and not write, root or not."""
    everything = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for path in everything:
            path.chmod(0o755 if path.is_dir() else 0o644)


@posix
def test_a_read_only_index_answers_and_refuses_to_be_written() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        index = Path(folder) / "index"
        build(index, reading("fr.txt", FRENCH))
        assert paths(index) == ["fr.txt"]
        with unprivileged(index):
            assert paths(index) == ["fr.txt"]
            with pytest.raises(IndexUnwritable, match="Permission denied"):
                GenerationBuilder.begin(index, ENCODER.card)
            with pytest.raises(IndexUnwritable, match="Permission denied"):
                ingest([Path(folder)], index, ENCODER)
        build(index, reading("en.txt", ENGLISH))
        assert paths(index) == ["en.txt", "fr.txt"]


_LIMITED = """
import json, resource, sys
sys.path[:] = json.loads(sys.argv[1])
from pathlib import Path
from rag.encoders import HashingEncoder
from rag.errors import IndexUnwritable
from rag.ingest import ingest
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    ingest([Path(sys.argv[3])], Path(sys.argv[4]), HashingEncoder())
except IndexUnwritable as error:
    print(error.message("fr"))
    sys.exit(7)
"""


@posix
@pytest.mark.parametrize("kilobytes", [0, 1, 4, 8, 16, 40, 64, 100])
def test_a_full_disk_leaves_the_live_generation(docs: Path, index: Path, kilobytes: int) -> None:
    for number in range(40):
        (docs / f"{number}.txt").write_text(f"Note {number}\n\n{FRENCH * 9}", encoding="utf-8")
    arguments = [json.dumps(sys.path), str(kilobytes << 10), str(docs), str(index)]
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, *arguments], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 7, done.stderr
    assert "impossible d’écrire" in done.stdout
    assert done.stdout.count("\n") == 1
    assert paths(index) == ["en.txt", "fr.txt"]
    ingest([docs], index, ENCODER)
    assert len(paths(index)) == 42


_FULL = """
import json, subprocess, sys
sys.path[:] = json.loads(sys.argv[1])
from pathlib import Path
from rag.encoders import HashingEncoder
from rag.errors import IndexUnwritable
from rag.ingest import ingest
from rag.store import Store
docs, disk, encoder = Path(sys.argv[2]), sys.argv[3], HashingEncoder()
index = Path(disk) / "index"
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk], check=True)
ingest([docs], index, encoder)
for number in range(40):
    (docs / f"{number}.txt").write_text(f"Note {number} " * 400)
try:
    ingest([docs], index, encoder)
except IndexUnwritable as error:
    print(error.message("en"))
with Store.open(index) as store:
    store.check()
    store.verify()
    print(len(store.documents()))
subprocess.run(["mount", "-o", "remount,size=40m", disk], check=True)
print(ingest([docs], index, encoder).documents)
"""


@pytest.mark.skipif(
    subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode != 0
    if shutil.which("unshare")
    else True,
    reason="mounting a small disk is not permitted here",
)
def test_a_disk_that_is_full_indeed_leaves_the_live_generation(docs: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    arguments = [json.dumps(sys.path), str(docs), str(tmp_path / "disk")]
    done = subprocess.run(
        ["unshare", "-m", sys.executable, "-c", _FULL, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
    )
    error, live, after = done.stdout.splitlines()
    assert "cannot write to the index" in error
    assert (live, after) == ("2", "42")


_HOLDING = """
import json, sys, time
sys.path[:] = json.loads(sys.argv[1])
from pathlib import Path
from rag.encoders import HashingEncoder
from rag.store import GenerationBuilder
draft = GenerationBuilder.begin(Path(sys.argv[2]), HashingEncoder().card)
print("held", flush=True)
time.sleep(600)
"""


def test_a_second_writer_is_refused_until_the_first_is_gone(docs: Path, index: Path) -> None:
    arguments = [json.dumps(sys.path), str(index)]
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDING, *arguments], stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(IndexBusy):
            ingest([docs], index, ENCODER)
        with pytest.raises(IndexBusy):
            rollback(index)
        assert paths(index) == ["en.txt", "fr.txt"]
        first.kill()
    assert ingest([docs], index, ENCODER).documents == 2


def test_readers_see_whole_generations_during_fifty_swaps(tmp_path: Path) -> None:
    build(tmp_path, reading("0.txt", f"Version 0. {FRENCH}"))
    wrong: list[str] = []
    seen: set[str] = set()
    over = threading.Event()

    def read() -> None:
        store = Store.open(tmp_path)
        while not over.is_set():
            if not store.is_current():
                store.close()
                store = Store.open(tmp_path)
            wrong.extend(look(store))
            seen.add(store.index_id)
        store.close()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in readers:
        thread.start()
    for version in range(1, 51):
        with GenerationBuilder.begin(tmp_path, ENCODER.card) as draft:
            draft.remove(draft.documents()[0].id)
            add(draft, reading(f"{version}.txt", f"Version {version}. {FRENCH}"))
            draft.commit()
    over.set()
    for thread in readers:
        thread.join()
    assert wrong == []
    assert len(seen) > 10


def look(store: Store) -> list[str]:
    """What is wrong with a generation, which holds one document that names its version."""
    [document], [passage] = store.documents(), store.passages(sorted(store.rows()))
    version = document.path.removesuffix(".txt")
    text = store.page(document.id, 1).text
    whole = len(store.vectors) == len(store.terms) == 1
    right = passage.text == text == f"Version {version}. {FRENCH}"
    return [] if whole and right else [passage.text]


def test_clocks_that_jump_change_nothing(docs: Path, index: Path) -> None:
    for path in [*index.rglob("*"), *docs.iterdir()]:
        os.utime(path, (4_000_000_000, 4_000_000_000))
    assert ingest([docs], index, ENCODER).unchanged == ("en.txt", "fr.txt")
    for path in [*index.rglob("*"), *docs.iterdir()]:
        os.utime(path, (0, 0))
    (docs / "fr.txt").write_text(f"Décret\n\n{FRENCH} Bis.", encoding="utf-8")
    os.utime(docs / "fr.txt", (0, 0))
    assert ingest([docs], index, ENCODER).added == ("fr.txt",)
    assert paths(index) == ["en.txt", "fr.txt"]


_FAKE_CLOCK = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
_JUMPING = """
import json, sys, time
sys.path[:] = json.loads(sys.argv[1])
from pathlib import Path
from rag.encoders import HashingEncoder
from rag.ingest import ingest
docs, index, clock = map(Path, sys.argv[2:5])
days = ["2031-05-01", "1999-12-31", "2026-03-29", "1971-01-01", "2030-01-01"]
class Jumping(HashingEncoder):
    encoded = 0
    def encode(self, texts, *, kind):
        self.encoded += len(texts)
        clock.write_text(f"@{days[0]} 01:59:58\\n")
        days.append(days.pop(0))
        print(time.gmtime().tm_year)
        return super().encode(texts, kind=kind)
for _ in range(3):
    encoder = Jumping()
    report = ingest([docs], index, encoder)
    print(json.dumps([encoder.encoded, len(report.added), len(report.failures)]))
    (docs / "07.txt").write_text("Note 7\\n\\nUne seule phrase, en vigueur depuis hier.")
"""


@pytest.mark.skipif(_FAKE_CLOCK is None, reason="needs libfaketime")
def test_a_clock_that_jumps_within_a_run_loses_and_repeats_nothing(tmp_path: Path) -> None:
    docs, clock, chance = tmp_path / "docs", tmp_path / "clock", random.Random(2)
    docs.mkdir()
    words = (*FRENCH.split(), *ENGLISH.split())
    for number in range(30):
        paragraphs = (" ".join(chance.choices(words, k=120)) for _ in range(10))
        (docs / f"{number:02}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    peace = ingest([docs], tmp_path / "peace", ENCODER)
    clock.write_text("@2026-01-01 00:00:00\n")
    done = subprocess.run(
        [sys.executable, "-c", _JUMPING, json.dumps(sys.path), docs, tmp_path / "index", clock],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ
        | {"LD_PRELOAD": str(_FAKE_CLOCK), "FAKETIME_TIMESTAMP_FILE": str(clock)}
        | {"FAKETIME_NO_CACHE": "1", "DONT_FAKE_MONOTONIC": "1", "TZ": "Europe/Paris"},
    )
    lines = done.stdout.split("\n")[:-1]
    years = [line for line in lines if not line.startswith("[")]
    assert len(set(years)) > 2, done.stderr  # within one run, and back
    runs = [json.loads(line) for line in lines if line.startswith("[")]
    assert runs == [[peace.passages, 30, 0], [1, 1, 0], [0, 0, 0]]
    with Store.open(tmp_path / "index") as store:
        store.check()
        store.verify()
        assert [document.path for document in store.documents()] == [
            f"{number:02}.txt" for number in range(30)
        ]
    assert read_current(tmp_path / "index").live == 2
    assert read_current(tmp_path / "index").kept == 1
