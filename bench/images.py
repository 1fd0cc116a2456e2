"""The screenshots of the documentation, taken of the page over the sample library.

    python -m bench.images [--index index] [--out docs/images]

Drives Debian's chromium over `rag serve` on this machine, in French and English, light and dark,
on phone and desktop. The pictures have 256 colours to keep them small.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from bench.browser import chromium, serving

ASKED = {
    "fr": "Quelle est la durée du mandat d’un membre du Conseil ?",
    "en": "When was category 2 centre status granted to Ai Movement?",
}
REFUSED = {
    "fr": "Combien de girafes vivent à Valmaris ?",
    "en": "Which giraffes live in Valmaris?",
}


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, the steps before it is taken, and the settings of the browser."""

    name: str
    scene: Callable[[Any, str], None]
    language: str
    dark: bool = False
    phone: bool = False


def main() -> None:
    """Takes every screenshot."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    parser.add_argument("--only", default="", help="pictures whose name contains this text")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with chromium() as browser, serving(options.index) as address:
        for shot in SHOTS:
            if options.only in shot.name:
                take(browser, address, shot, options.out)


def take(browser: Any, address: str, shot: Shot, folder: Path) -> None:
    """One screenshot, in a browser context without history."""
    context = browser.new_context(
        locale={"fr": "fr-FR", "en": "en-GB"}[shot.language],
        color_scheme="dark" if shot.dark else "light",
        viewport={"width": 390, "height": 844} if shot.phone else {"width": 1360, "height": 850},
        device_scale_factor=2 if shot.phone else 1,
        reduced_motion="reduce",
    )
    context.set_default_timeout(90_000)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html.v-ready .v-status-ready")
    shot.scene(page, shot.language)
    page.evaluate("document.activeElement?.blur()")
    png = page.screenshot()
    context.close()
    # The default, median cut, turns colours of few pixels into grey.
    method, dither = Image.Quantize.MAXCOVERAGE, Image.Dither.NONE
    full = Image.open(io.BytesIO(png)).convert("RGB")
    small = full.quantize(256, method=method, kmeans=1, dither=dither)
    small.save(folder / f"{shot.name}.png", optimize=True)
    print(shot.name, flush=True)


def welcome(page: Any, language: str) -> None:
    """The page before the first question."""
    page.locator("#v-examples button").first.wait_for()


def ask(page: Any, language: str) -> None:
    """An answer with its first source open."""
    _ask(page, ASKED[language])


def refuse(page: Any, language: str) -> None:
    """A question that the documents do not answer."""
    _ask(page, REFUSED[language])


def administration(page: Any, language: str) -> None:
    """The state of the index and of the service."""
    page.locator("[data-tab-id=administration]").click()
    page.locator("[data-act=check]").first.wait_for()
    page.evaluate("scrollTo(0, 0)")


def source(page: Any, language: str) -> None:
    """A page of a PDF with the quotation marked on it."""
    _ask(page, ASKED[language])
    image = page.locator("#v-source .v-page img")
    image.wait_for()
    page.wait_for_timeout(2_000)  # a panel that is redrawn scrolls back to its top
    image.evaluate("async image => { await image.decode(); image.scrollIntoView(); }")
    page.evaluate("scrollTo(0, 0)")


def check(page: Any, language: str) -> None:
    """A text checked against the documents."""
    page.locator("[data-tab-id=check]").click()
    page.locator("#v-check-examples button").first.click()
    page.locator(".v-claim").first.wait_for()


def library(page: Any, language: str) -> None:
    """The documents, one of them open."""
    page.locator("[data-tab-id=library]").click()
    page.locator(".v-table [data-act=read]").nth(3).click()
    page.locator("#v-reader .v-doc-head").wait_for()
    page.evaluate("scrollTo(0, 0)")


def history(page: Any, language: str) -> None:
    """The history in the browser: a watched question and two conversations."""
    ask(page, language)
    page.locator("[data-local=watch]").first.click()
    page.locator("#v-clear").click()
    page.locator(".v-hero").first.wait_for()
    refuse(page, language)
    page.locator("[data-tab-id=history]").click()
    page.locator(".v-history-item").nth(2).wait_for()


def _ask(page: Any, question: str) -> None:
    box = page.locator("#v-question-box textarea")
    box.fill(question)
    box.press("Enter")
    page.locator(".v-turn:has(.v-statement, .v-refusal)").first.wait_for()
    page.wait_for_function("[...document.images].every(image => image.complete)")


SHOTS = (
    Shot("welcome-fr-light", welcome, "fr"),
    Shot("ask-en-light", ask, "en"),
    Shot("ask-fr-dark", ask, "fr", dark=True),
    Shot("ask-fr-phone", ask, "fr", phone=True),
    Shot("refusal-fr-light", refuse, "fr"),
    Shot("source-fr-light", source, "fr"),
    Shot("check-fr-light", check, "fr"),
    Shot("check-en-dark", check, "en", dark=True),
    Shot("check-en-phone", check, "en", phone=True),
    Shot("library-en-light", library, "en"),
    Shot("history-fr-light", history, "fr"),
    Shot("administration-fr-light", administration, "fr"),
)


if __name__ == "__main__":
    main()
