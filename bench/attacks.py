"""Attacks the availability of a running service while readers ask it questions.

    python -m bench.attacks --seconds 30 --out bench/RELIABILITY.md

The service is ``rag serve`` in its own process, with accounts and its usual limits, on a free port
of 127.0.0.1. A few readers ask questions of the labelled set and compare each quote with its page:
first undisturbed, then during each attack of ``bench.attackers``. The last one is a writer that
sends a space a second, on a service of its own. For each, the table has the times of the readers
and of ``/healthz``, the memory of the process before and after, and what was refused. The exit
status is 1 if a reader met an error or a wrong quote, or if ``/healthz`` did not answer.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import os
import resource
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import ROOT, attackers
from bench.attackers import Attack, Target
from bench.load import QUESTIONS, percentile
from bench.load_scenario import LoadTally, SimulatedReader, Workspace, free_port
from bench.report import markdown_table, replace_section
from rag.accounts import Accounts

LONGEST = 50  # seconds of an attack: ten times that, and starting twice, take ten minutes
ATTACKERS = ("mallory", "mordred", "morgan")
NAME, PASSWORD = "victor", "a password of some length"
ATTACKS: dict[str, Attack | None] = {
    "none": None,
    "2,000 idle connections": attackers.hold_idle_connections,
    "600 clients that do not read": attackers.read_nothing,
    "streams and events of one account": attackers.open_streams,
    "50 password tries a second": attackers.guess_passwords,
    "checks of figures, four at once": attackers.check_numbers,
    "checks of figures of three accounts, six at once each": attackers.check_as_three,
    "a large document opened 100 times at once": attackers.open_large_document,
    "uploads of small slow PDF files": attackers.upload_slow_files,
}


@dataclass(frozen=True, slots=True)
class Options:
    """The readers, the mean seconds between their questions, and the seconds of an attack."""

    readers: int
    pause: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Phase:
    """What was measured during an attack; times in seconds, memory in MB."""

    attack: str
    tally: LoadTally
    probes: LoadTally
    memory: tuple[float, float]
    refused: Counter[str]

    @property
    def good(self) -> bool:
        """Whether readers were answered, with no error and no wrong quote, and the probes too."""
        met = set(self.tally.statuses) - {200, 503} or self.tally.failures or self.tally.wrong
        return bool(self.tally.statuses[200]) and not met and set(self.probes.statuses) == {200}

    def row(self) -> tuple[str, ...]:
        """The row of the table."""
        p50, p95, probe = (
            f"{percentile(times, percent):.0f} ms"
            for times, percent in (
                (self.tally.seconds, 50), (self.tally.seconds, 95), (self.probes.seconds, 95),
            )
        )  # fmt: skip
        before, after = self.memory
        refused = ", ".join(f"{name}: {count:,}" for name, count in sorted(self.refused.items()))
        answers = f"{self.tally.statuses[200]}, {self.tally.statuses[503]} busy"
        memory = f"{before:.0f} MB, {after:.0f} MB"
        return (self.attack, answers, p50, p95, probe, memory, refused or "-")


class AttackedSite:
    """A library in a folder, with an account for each reader, an attacker, and a curator."""

    def __init__(self, folder: Path, documents: Path, encoder: str, readers: int) -> None:
        self.workspace = Workspace(folder, documents, encoder)
        self._settings = folder / "rag.toml"
        self._encoder = encoder
        large = folder / "docs" / attackers.LARGE_FOLDER
        large.mkdir()
        (large / "crates.html").write_text(attackers.large_document(), encoding="utf-8")
        self._settings.write_text(f'encoder = "{encoder}"\n', encoding="utf-8")
        if self.workspace.rag("index", "docs"):
            raise SystemExit("the documents could not be indexed")
        accounts = Accounts(folder / "index" / "accounts.sqlite")
        lifetime = dt.timedelta(hours=1)
        names = [f"reader{number}" for number in range(readers)]
        accounts.add("carl", PASSWORD, "curator")
        for name in (*ATTACKERS, NAME, *names):
            accounts.add(name, PASSWORD, "reader")
        add = accounts.add_token
        self.tokens = [add(name, "", lifetime=lifetime)[1] for name in names]
        self._attackers = tuple(add(name, "", lifetime=lifetime)[1] for name in ATTACKERS)
        self._curator = add("carl", "", lifetime=lifetime)[1]
        accounts.close()

    @contextmanager
    def serving(self, writer: str = "") -> Iterator[tuple[Target, int]]:
        """The service as a target, and its process id; with the address of a writer."""
        more = f'writer_url = "{writer}"\nwriter_model = "m"\nwriter_timeout = 3\n'
        text = f'encoder = "{self._encoder}"\n{more if writer else ""}'
        self._settings.write_text(text, encoding="utf-8")
        port = free_port()
        with self.workspace.serving(port) as process:
            yield Target(port, self._attackers, self._curator, NAME, PASSWORD), process.pid


def attacked(
    name: str,
    attack: Attack | None,
    site: AttackedSite,
    served: tuple[Target, int],
    options: Options,
) -> Phase:
    """Lets the readers ask while an attack runs."""
    target, process = served
    stop, tally, probes = threading.Event(), LoadTally(), LoadTally()
    refused: Counter[str] = Counter()
    before = _resident(process)
    threads = [threading.Thread(target=_probe, args=(target.port, probes, stop))]
    if attack is not None:
        threads.append(threading.Thread(target=lambda: refused.update(attack(target, stop))))
    for thread in threads:
        thread.start()
    time.sleep(min(2.0, options.seconds / 4))  # the attack is under way
    _read(target.port, site.tokens, tally, options)
    after = _resident(process)
    stop.set()
    for thread in threads:
        thread.join(120)
    for failure in (*tally.failures.items(), *tally.wrong[:5], *probes.failures.items()):
        print(name, failure, file=sys.stderr)
    return Phase(name, tally, probes, (before, after), refused)


def _read(port: int, tokens: Sequence[str], tally: LoadTally, options: Options) -> None:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    end = time.monotonic() + options.seconds
    threads = [
        threading.Thread(
            target=SimulatedReader(("127.0.0.1", port), token, tally, seed).read,
            args=(questions, end, options.pause),
        )
        for seed, token in enumerate(tokens)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(options.seconds + 90)


def _probe(port: int, probes: LoadTally, stop: threading.Event) -> None:
    """Asks for /healthz twice a second, each time on a new connection."""
    while not stop.wait(0.5):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        start = time.perf_counter()
        try:
            connection.request("GET", "/healthz")
            probes.statuses[connection.getresponse().status] += 1
            probes.seconds.append(time.perf_counter() - start)
        except (OSError, http.client.HTTPException) as error:
            probes.statuses[0] += 1
            probes.failures[type(error).__name__] += 1
        finally:
            connection.close()


def _resident(process: int) -> float:
    """The resident memory of a process, in MB."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1_024


def run(site: AttackedSite, options: Options) -> Iterator[Phase]:
    """Each attack in turn."""
    with site.serving() as served:
        _allow_files(attackers.CONNECTIONS + 1_000)  # here; the service keeps its own limit
        attacked("warm-up", None, site, served, options)
        for name, attack in ATTACKS.items():
            yield attacked(name, attack, site, served, options)
    with attackers.slow_writer() as address, site.serving(address) as served:
        attacked("warm-up", None, site, served, options)
        yield attacked("a writer that sends a space a second", None, site, served, options)


def _allow_files(count: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, most), most))


def section(phases: Sequence[Phase], options: Options) -> str:
    """The section of bench/RELIABILITY.md."""
    head = ("attack", "answers", "p50", "p95", "p95 of /healthz", "memory before, after", "outcome")
    command = f"python -m bench.attacks --readers {options.readers} --seconds {options.seconds:g}"
    said = f"`{command}`, {dt.date.today()}, {os.cpu_count()} cores. Readers during each attack:"
    return f"## Attacks\n\n{said}\n\n{markdown_table(head, [phase.row() for phase in phases])}"


def main() -> int:
    """Runs the attacks and prints the table; 1 if a reader was not served."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--readers", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--pause", type=float, default=2.0, help="mean seconds between questions")
    parser.add_argument("--documents", type=Path, default=ROOT / "corpus")
    parser.add_argument("--encoder", default="", help="the shipped one by default")
    parser.add_argument("--out", type=Path, help="write the section “attacks” of this file")
    given = parser.parse_args()
    options = Options(given.readers, given.pause, min(given.seconds, LONGEST))
    with tempfile.TemporaryDirectory(prefix="rag-attacks-") as folder:
        site = AttackedSite(Path(folder), given.documents, given.encoder, given.readers)
        phases = []
        for phase in run(site, options):
            print(" | ".join(phase.row()), flush=True)
            phases.append(phase)
    if given.out:
        replace_section(given.out, "attacks", section(phases, options))
    return 0 if all(phase.good for phase in phases) else 1


if __name__ == "__main__":
    sys.exit(main())
