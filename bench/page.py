"""Speed of the page as a user sees it, in a browser: starting the server, asking a question.

    python -m bench.page [--index index] [--starts 3] [--out bench/RESULTS.md]

Drives Debian's chromium over `rag serve` on this machine. A start is timed from the command until
the question box accepts text, and until the library is open; an answer is timed from the Enter key
to its first quotation on the screen. `make run` first checks whether a document changed: that time
has its own row, and so has `rag ask`, a process for one question. On a loaded machine, CPU time
says more than wall-clock time. The index must be that of corpus/. Installs and downloads nothing.
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
from bench.browser import chromium, serving, user_environment
from bench.report import command_line, markdown_table, publish
from rag.records import LANGUAGES
from rag.web.examples import sample_questions

_ROUNDS = 5  # times that each example is asked


def main() -> None:
    """Measures the page over the index given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--out", type=Path, help="write the table there")
    options = parser.parse_args()
    index = options.index.resolve()
    checks = [run(["make", "-s", "index", f"INDEX={index}"])[0] for _ in range(options.starts)]
    question = [sys.executable, "-m", "rag", "ask", sample_questions("fr")[-1], "--index"]
    asks = [run([*question, str(index)]) for _ in range(options.starts)]
    with chromium() as browser:
        starts = [start(browser, index) for _ in range(options.starts)]
        with serving(index) as address:
            answers = ask_examples(browser, address)
    usable, ready, cpu = (median(each[at] for each in starts) for at in (0, 1, 2))
    rows = [
        ("page usable after `rag serve`, median of starts", f"{usable:.1f} s"),
        ("library open", f"{ready:.1f} s"),
        ("CPU time of the server until then", f"{cpu:.1f} s"),
        ("before that, `make run` checks for changed documents", f"{median(checks):.2f} s"),
        (
            "`rag ask`, the whole command, median",
            f"{median(each[0] for each in asks):.2f} s",
        ),
        ("CPU time of `rag ask`", f"{median(each[1] for each in asks):.2f} s"),
        ("first quotation on the screen, p50", f"{np.percentile(answers, 50) * 1000:.0f} ms"),
        ("first quotation on the screen, p95", f"{np.percentile(answers, 95) * 1000:.0f} ms"),
        ("questions", str(len(answers))),
        ("load average, cores", f"{os.getloadavg()[0]:.0f}, {os.cpu_count()}"),
    ]
    table = markdown_table(("What", "Figure"), rows)
    publish(f"## The page\n\n`{command_line(sys.argv)}`\n\n{table}", "page", options.out)


def run(command: Sequence[str]) -> tuple[float, float]:
    """The wall-clock and CPU seconds of a command."""
    began, cpu = time.perf_counter(), cpu_of_children()
    subprocess.run(command, cwd=ROOT, env=user_environment(), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began, cpu_of_children() - cpu


def cpu_of_children() -> float:
    """CPU seconds of the child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def start(browser: Any, index: Path) -> tuple[float, float, float]:
    """Seconds from the command to a usable question box and to the open library; CPU seconds.

    The CPU seconds are those of the server.
    """
    began, cpu = time.perf_counter(), cpu_of_children()
    with serving(index) as address:
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("html.v-ready #v-question-box textarea")
        usable = time.perf_counter() - began
        page.wait_for_selector(".v-status-ready")
        ready = time.perf_counter() - began
        page.close()
    return usable, ready, cpu_of_children() - cpu


def ask_examples(browser: Any, address: str) -> Sequence[float]:
    """Seconds from Enter to the first quotation, for each example and round but the first."""
    page = browser.new_page()
    page.goto(address)
    page.wait_for_selector(".v-status-ready")
    times = []
    for number in range(_ROUNDS):
        for question in [each for language in LANGUAGES for each in sample_questions(language)]:
            page.locator("#v-question-box textarea").fill(question)
            turns = page.locator(".v-turn").count()
            page.locator("#v-question-box textarea").press("Enter")
            began = time.perf_counter()
            settled = page.locator(".v-turn:has(.v-statement, .v-refusal)").nth(turns)
            settled.wait_for()
            times.append(time.perf_counter() - began)
        if not number:
            times.clear()
        page.get_by_role("button", name="New conversation").click()
        page.locator(".v-hero").first.wait_for()
    page.close()
    return times


if __name__ == "__main__":
    main()
