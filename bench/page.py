"""Speed of the page as a person meets it: a server started, a question asked, in a browser.

    python -m bench.page [--index index] [--starts 3] [--out bench/RESULTS.md]

Drives Debian's chromium over `rag serve` on this machine. A start is timed from the command to
the box in which one can type, and to the library being open; an answer, from the key Enter to
its first quotation on the screen. `make run` first looks whether a document changed: what that
takes is told apart, and so is `rag ask`, a process for one question. Where the machine is
loaded, seconds of processor tell more than those of the clock. The index must be that of
corpus/. Installs nothing and fetches nothing.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from bench import ROOT
from bench.report import command_line, markdown_table, replace_section
from bench.served import installed, opened, serving
from rag.records import LANGUAGES
from rag.web.show.frame import examples_in

_ROUNDS = 5  # times that each example is asked


def main() -> None:
    """Measures the page over the index that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--out", type=Path, help="write the table there; printed without it")
    chosen = parser.parse_args()
    index = chosen.index.resolve()
    looks = [run(["make", "-s", "index", f"INDEX={index}"])[0] for _ in range(chosen.starts)]
    question = [sys.executable, "-m", "rag", "ask", examples_in("fr")[-1], "--index"]
    alone = [run([*question, str(index)]) for _ in range(chosen.starts)]
    with opened() as browser:
        starts = [start(browser, index) for _ in range(chosen.starts)]
        with serving(index) as address:
            answers = asked(browser, address)
    usable, ready, worked = (median(each[at] for each in starts) for at in (0, 1, 2))
    rows = [
        ("page usable after `rag serve`, median of starts", f"{usable:.1f} s"),
        ("library open", f"{ready:.1f} s"),
        ("of the processor, by the server until then", f"{worked:.1f} s"),
        ("before that, `make run` looks for changed documents", f"{median(looks):.2f} s"),
        (
            "`rag ask`, from the command to its end, median",
            f"{median(each[0] for each in alone):.2f} s",
        ),
        ("of the processor", f"{median(each[1] for each in alone):.2f} s"),
        ("first quotation on the screen, p50", f"{np.percentile(answers, 50) * 1000:.0f} ms"),
        ("first quotation on the screen, p95", f"{np.percentile(answers, 95) * 1000:.0f} ms"),
        ("questions", str(len(answers))),
        ("load of the machine, cores", f"{os.getloadavg()[0]:.0f}, {os.cpu_count()}"),
    ]
    table = markdown_table(("What", "Figure"), rows)
    if chosen.out:
        replace_section(chosen.out, "page", f"## The page\n\n`{command_line(sys.argv)}`\n\n{table}")
    else:
        print(table)


def run(command: Sequence[str]) -> tuple[float, float]:
    """Seconds of the clock and of the processor that a command takes."""
    began, worked = time.perf_counter(), processor()
    subprocess.run(command, cwd=ROOT, env=installed(), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began, processor() - worked


def processor() -> float:
    """Seconds of the processor that the processes that have ended took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def start(browser: Any, index: Path) -> tuple[float, float, float]:
    """Seconds from the command to a box that takes a question, and to the open library.

    The third are those of the processor that the server took.
    """
    began, worked = time.perf_counter(), processor()
    with serving(index) as address:
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("html.v-ready #v-question-box textarea")
        usable = time.perf_counter() - began
        page.wait_for_selector(".v-status-ready")
        ready = time.perf_counter() - began
        page.close()
    return usable, ready, processor() - worked


def asked(browser: Any, address: str) -> Sequence[float]:
    """Seconds from Enter to the first quotation, for each example and round, the first left out."""
    page = browser.new_page()
    page.goto(address)
    page.wait_for_selector(".v-status-ready")
    taken = []
    for number in range(_ROUNDS):
        for question in [each for language in LANGUAGES for each in examples_in(language)]:
            page.locator("#v-question-box textarea").fill(question)
            turns = page.locator(".v-turn").count()
            page.locator("#v-question-box textarea").press("Enter")
            began = time.perf_counter()
            settled = page.locator(".v-turn:has(.v-statement, .v-refusal)").nth(turns)
            settled.wait_for()
            taken.append(time.perf_counter() - began)
        if not number:
            taken.clear()
        page.get_by_role("button", name="New conversation").click()
        page.locator(".v-hero").first.wait_for()
    page.close()
    return taken


if __name__ == "__main__":
    main()
