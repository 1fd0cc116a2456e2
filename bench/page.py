"""Speed of the page as a person meets it: a server started, a question asked, in a browser.

    python bench/page.py [--index index] [--starts 3] [--out bench/RESULTS.md]

Drives Debian's chromium over `rag serve` on this machine. A start is timed from the command to
the box in which one can type, and to the library being open; an answer, from the key Enter to
its first quotation on the screen. Installs nothing and fetches nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from report import markdown_table, replace_section
from served import opened, serving

from rag.web.show.frame import EXAMPLES

_ROUNDS = 5  # times that each example is asked


def main() -> None:
    """Measures the page over the index that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--out", type=Path, help="write the table there; printed without it")
    chosen = parser.parse_args()
    with opened() as browser:
        starts = [start(browser, chosen.index) for _ in range(chosen.starts)]
        with serving(chosen.index) as address:
            answers = asked(browser, address)
    usable, ready = ([each[at] for each in starts] for at in (0, 1))
    rows = [
        ("page usable after `rag serve`, median of starts", f"{np.median(usable):.1f} s"),
        ("library open", f"{np.median(ready):.1f} s"),
        ("first quotation on the screen, p50", f"{np.percentile(answers, 50) * 1000:.0f} ms"),
        ("first quotation on the screen, p95", f"{np.percentile(answers, 95) * 1000:.0f} ms"),
        ("questions", str(len(answers))),
        ("load of the machine, cores", f"{os.getloadavg()[0]:.0f}, {os.cpu_count()}"),
    ]
    table = markdown_table(("What", "Figure"), rows)
    if chosen.out:
        replace_section(chosen.out, "page", f"## The page\n\n`{' '.join(sys.argv)}`\n\n{table}")
    else:
        print(table)


def start(browser: Any, index: Path) -> tuple[float, float]:
    """Seconds from the command to a box that takes a question, and to the open library."""
    began = time.perf_counter()
    with serving(index) as address:
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("html.v-ready #v-question-box textarea")
        usable = time.perf_counter() - began
        page.wait_for_selector(".v-status-ready")
        ready = time.perf_counter() - began
        page.close()
    return usable, ready


def asked(browser: Any, address: str) -> Sequence[float]:
    """Seconds from Enter to the first quotation, for each example and round, the first left out."""
    page = browser.new_page()
    page.goto(address)
    page.wait_for_selector(".v-status-ready")
    taken = []
    for number in range(_ROUNDS):
        for question in [each for language in EXAMPLES.values() for each in language]:
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
