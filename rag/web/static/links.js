// Links to the viewer: copied as whole addresses, and opened with the quotes of the same answer to
// turn to.
"use strict";

(() => {
  const GROUPS = ".v-turn, .v-checks, .v-found", MOST = 40;
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.("[data-link]");
    if (!button) return;
    const address = new URL(button.dataset.link, location.href).href;
    await navigator.clipboard.writeText(address);
    const label = button.querySelector("span"), before = label.textContent;
    label.textContent = button.dataset.done;
    setTimeout(() => { label.textContent = before; }, 1600);
  });

  // A place as the server reads it: sha256.page.start.end, then the further pieces.
  const placeOf = ({ dataset: { document, page, start, end, context } }) =>
    [document, page, start, end, ...(context ?? "").split(/[ -]/).filter(Boolean)].join(".");
  const withQuotes = (link) => {
    const chip = link.closest("[role=tabpanel]")?.querySelector(".v-chip.v-open");
    const chips = chip?.closest(GROUPS)?.querySelectorAll(".v-chip") ?? [];
    const places = [...new Set([...chips].map(placeOf))].slice(0, MOST);
    const address = new URL(link.dataset.view, location.href);
    if (places.length > 1) places.forEach((place) => address.searchParams.append("c", place));
    link.href = address.href;
  };
  // Before the link is followed, by whatever key or button.
  for (const name of ["pointerdown", "focusin", "click"]) {
    document.addEventListener(name, ({ target }) => {
      const link = target.closest?.("[data-view]");
      if (link) withQuotes(link);
    }, true);
  }
})();
