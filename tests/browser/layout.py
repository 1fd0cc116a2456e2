"""What lies wrong on a page: out of the window, cut off, or one over the other."""

from __future__ import annotations

from playwright.sync_api import Page

WIDTHS = {390: 844, 820: 1180, 1360: 850, 1920: 1080}  # pixels, with the height of such a window

_MEASURE = """
() => {
  const width = document.documentElement.clientWidth, found = [];
  const sticky = (one) => {
    for (let at = one; at; at = at.parentElement) {
      if (["sticky", "fixed"].includes(getComputedStyle(at).position)) return true;
    }
    return false;
  };
  const hidden = ".v-visually-hidden, .visually-hidden, [inert], .v-skip, .v-skip-link";
  const shown = [...document.querySelectorAll("body *")].filter((one) => {
    const { width, height } = one.getBoundingClientRect();
    const visible = one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    return visible && !one.closest(hidden) && width > 1 && height > 1;
  });
  const named = (one) =>
    `${one.tagName}#${one.id}.${one.className} ${one.textContent.trim().slice(0, 40)}`;
  // The part of a box that those around it let through.
  const within = (one, { left, right, top, bottom }) => {
    for (let at = one.parentElement; at && at !== document.body; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at);
      if (overflowX === "visible" && overflowY === "visible") continue;
      const box = at.getBoundingClientRect();
      left = Math.max(left, box.left); right = Math.min(right, box.right);
      top = Math.max(top, box.top); bottom = Math.min(bottom, box.bottom);
    }
    return { left, right, top, bottom };
  };
  for (const one of shown) {
    const { left, right } = one.getBoundingClientRect(), style = getComputedStyle(one);
    const beyond = one.scrollWidth > one.clientWidth + 1 && style.overflowX !== "visible";
    const moves = one.matches("textarea, input, table, [role=tablist]");
    if (beyond && !moves) found.push(`cut: ${named(one)}`);
    const seen = within(one, one.getBoundingClientRect());
    const out = seen.left < -1 || seen.right > width + 1;
    if (seen.right > seen.left && out) found.push(`out: ${named(one)}`);
  }
  const used = "button, a, input, select, textarea, summary, img";
  const words = ({ childNodes }) => [...childNodes].some(({ data }) => data?.trim());
  const boxes = shown.filter((one) => one.matches(used) || words(one)).flatMap((one) => {
    const inline = getComputedStyle(one).display === "inline";
    const own = inline ? [...one.getClientRects()] : [one.getBoundingClientRect()];
    return own.map((box) => [one, within(one, box), sticky(one)]);
  });
  boxes.forEach(([one, a, onTop], at) => boxes.slice(at + 1).forEach(([other, b, too]) => {
    if (onTop !== too || one.contains(other) || other.contains(one)) return;
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 2 && down > 6) found.push(`over: ${named(one)} | ${named(other)}`);
  }));
  return [...new Set(found)];
}
"""


def resize(page: Page, width: int) -> None:
    """Gives the window one of ``WIDTHS`` and lets the page follow."""
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")


def faults(page: Page) -> list[str]:
    """What lies wrong on a page as it is now, one line each; two lines of a text may touch."""
    found: list[str] = page.evaluate(_MEASURE)
    return found


def faults_at_all_widths(page: Page) -> list[str]:
    """The same at each of ``WIDTHS``, which the lines begin with."""
    found = []
    for width in WIDTHS:
        resize(page, width)
        found += [f"{width}: {each}" for each in faults(page)]
    return found
