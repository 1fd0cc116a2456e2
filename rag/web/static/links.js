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

  // What was kept is shown so when the page draws its button again, in the same language.
  const kept = new Map();
  const showSaid = (button, said) => {
    button.querySelector("span").textContent = said;
    button.setAttribute("aria-label", said);
  };
  window.verbatimKept = (element) => element.querySelectorAll("[data-keep]:not([aria-pressed])").forEach((button) => {
    const { said, lang } = kept.get(button.dataset.keep) ?? {};
    if (lang !== document.documentElement.lang) return;
    button.setAttribute("aria-pressed", "true");
    showSaid(button, said);
  });

  // A line that says why something was not sent, with the way to sign in if the session has ended.
  const unsent = (said, signIn = "", href = "") => {
    const line = Object.assign(document.createElement("p"), { className: "v-error v-unsent", textContent: `${said} ` });
    line.setAttribute("role", "alert");
    if (signIn) line.append(Object.assign(document.createElement("a"), { textContent: signIn, target: "_blank", href }));
    return line;
  };

  // A quote is kept in the notebook that was changed last.
  const keep = async (button) => {
    const link = document.querySelector(".v-to-notebooks"), { lang } = document.documentElement;
    const asked = button.closest(".v-part") ?? button.closest(".v-turn");
    const short = (text) => (text ?? "").slice(0, 2000);
    const question = short(asked?.querySelector(".v-part-question, .v-question")?.textContent);
    const understood = short(asked?.querySelector("[data-understood]")?.dataset.understood);
    const body = JSON.stringify({ permalink: button.dataset.keep, question, understood });
    const address = new URL("v1/notebook/quotes", new URL(button.dataset.root ?? "./", location.href));
    address.searchParams.set("lang", lang);
    const head = button.closest(".v-viewer-head");
    head?.querySelector(".v-unsent")?.remove();
    let said = link?.dataset.failed ?? button.dataset.failed, over = false;
    try {
      const response = await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body });
      over = response.status === 401;
      const answer = await response.json();
      said = answer.message ?? answer[`message_${lang}`] ?? said;
      if (response.ok) {
        button.setAttribute("aria-pressed", "true");
        kept.set(button.dataset.keep, { said, lang });
      }
    } catch { /* the network is gone: said already */ }
    if (over && !head) { window.verbatimSession.ended(); return; }
    if (head && !button.ariaPressed) { // a button of the viewer has no room for a sentence
      head.append(over ? unsent(button.dataset.ended, button.dataset.signIn, new URL("sign-in", new URL(button.dataset.root, location.href))) : unsent(said));
      return;
    }
    showSaid(button, said);
    say(said);
  };
  // A status line for screen readers, which do not read a changed button by themselves.
  const say = (said) => {
    let line = document.querySelector("#v-said");
    if (!line) {
      line = Object.assign(document.createElement("p"), { id: "v-said", className: "v-visually-hidden" });
      line.setAttribute("role", "status");
      (document.querySelector("main") ?? document.body).append(line);
    }
    line.textContent = said;
  };
  window.verbatimSay = say;
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-keep]");
    if (button && button.getAttribute("aria-pressed") !== "true") keep(button);
  });

  // A change to a notebook is sent once the server answers and the session lasts. Otherwise what was
  // typed stays, with a line that says why.
  let checked = null; // the form that is sent now, with the name and value of the button pressed
  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event, main = form.closest(".v-notebook");
    if (!main || form.method !== "post" || form === checked) return;
    event.preventDefault();
    main.querySelectorAll(".v-unsent").forEach((line) => line.remove());
    let reason = "lost";
    try {
      const { status } = await fetch(main.dataset.list, { cache: "no-store" });
      if (status !== 401) { checked = form; form.requestSubmit(submitter); return; }
      reason = "ended";
    } catch { /* the network is gone */ } finally { checked = null; }
    const address = new URL("sign-in", new URL(main.dataset.list, location.href));
    form.append(reason === "ended" ? unsent(main.dataset.ended, main.dataset.signIn, address) : unsent(main.dataset.lost));
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
