// On a narrow screen a source opens over the page, as a sheet. It closes by its button, by Escape and
// by the browser's way back, and the focus returns to what opened it.
"use strict";

window.verbatimSheet = (() => {
  const NARROW = matchMedia("(max-width: 900px)");
  const COLUMNS = "#v-right, #v-search-right, #v-check-right, #v-library-right";
  let open = null; // the column that is shown, what opened it, and what cannot be used meanwhile

  // What is around the sheet: each neighbour of the column and of all that holds it.
  const around = (column) => {
    const found = [];
    for (let at = column; at !== document.body; at = at.parentElement) {
      found.push(...[...at.parentElement.children].filter((each) => each !== at && !each.inert));
    }
    return found.filter((each) => !["SCRIPT", "STYLE", "LINK"].includes(each.tagName));
  };
  const backButton = () => {
    const bar = Object.assign(document.createElement("div"), { className: "v-sheet-back" });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "v-button" });
    button.textContent = document.querySelector(".v-head").dataset.closeSource;
    button.addEventListener("click", () => close());
    bar.append(button);
    return bar;
  };
  const show = (panel, opener) => {
    const column = panel.closest(COLUMNS);
    if (!NARROW.matches || !column || open) return;
    const bar = backButton();
    column.prepend(bar);
    column.dataset.sheet = "open";
    column.setAttribute("role", "dialog");
    column.setAttribute("aria-modal", "true");
    column.setAttribute("aria-label", document.querySelector(".v-head").dataset.source);
    open = { column, opener, bar, stilled: around(column) };
    open.stilled.forEach((each) => { each.inert = true; });
    column.scrollTop = 0;
    history.pushState({ ...history.state, sheet: true }, "");
    bar.firstChild.focus({ preventScroll: true });
  };
  // The same button, if the page was drawn again in the meantime; else the tab.
  const again = ({ dataset: { act, document: id, page, start } }) =>
    [...document.querySelectorAll(`[data-act="${act}"]`)].find(
      (each) => each.offsetParent && each.dataset.document === id && each.dataset.page === page && each.dataset.start === start,
    );
  const close = ({ goesBack = true, focuses = true } = {}) => {
    if (!open) return;
    const { column, opener, bar, stilled } = open;
    open = null;
    stilled.forEach((each) => { each.inert = false; });
    bar.remove();
    delete column.dataset.sheet;
    for (const name of ["role", "aria-modal", "aria-label"]) column.removeAttribute(name);
    if (goesBack && history.state?.sheet) history.back();
    const target = opener.isConnected ? opener : again(opener) ?? document.querySelector("[role=tab][aria-selected=true]");
    if (focuses) target?.focus();
  };

  addEventListener("popstate", () => close({ goesBack: false }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    close();
  }, true);
  NARROW.addEventListener("change", () => close({ focuses: false }));
  // After a reload no sheet is open.
  if (history.state?.sheet) history.replaceState({ ...history.state, sheet: false }, "");
  // A document that was removed, or a change that has a notice, is told outside the sheet.
  const rendered = (element) => {
    const gone = open?.column.contains(element) && element.querySelector(".v-source-empty:not(:has(.v-error))");
    if (open && (gone || element.querySelector(".v-change"))) close({ focuses: false });
  };
  return { show, rendered, close };
})();
