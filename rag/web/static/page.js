// What the page does in the browser alone: theme, uploads, focus and scrolling.
"use strict";

window.verbatim = (() => {
  const root = document.documentElement;
  const THEME = "verbatim-theme";
  const PANELS = "#v-source, #v-search-source, #v-check-source, #v-reader";
  const TABS = "#v-ask, #v-search, #v-check, #v-library";

  // A browser may refuse to store anything. The page works without.
  const chosenTheme = () => {
    try { return JSON.parse(localStorage.getItem(THEME)); } catch { return null; }
  };
  const chooseTheme = (theme) => {
    try { localStorage.setItem(THEME, JSON.stringify(theme)); } catch { /* not stored */ }
  };

  // Theme: that of the system until the person chooses one. Gradio resets its class, so we watch it.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (chosenTheme() ?? (system.matches ? "dark" : "light")) === "dark";
  const applyTheme = () => {
    root.classList.toggle("v-dark", isDark());
    if (document.body && document.body.classList.contains("dark") !== isDark()) {
      document.body.classList.toggle("dark", isDark());
    }
  };
  system.addEventListener("change", applyTheme);
  applyTheme();
  document.addEventListener("DOMContentLoaded", () => {
    applyTheme();
    new MutationObserver(applyTheme).observe(document.body, { attributeFilter: ["class"] });
  });

  const showDone = (button) => {
    const label = button.querySelector("span") ?? button;
    const before = label.textContent;
    label.textContent = button.dataset.done;
    setTimeout(() => { label.textContent = before; }, 1600);
  };
  const copy = async (button, text) => {
    await navigator.clipboard.writeText(text);
    showDone(button);
  };
  const showError = (button, message) => {
    const line = Object.assign(document.createElement("p"), { className: "v-error", textContent: message });
    line.setAttribute("role", "alert");
    button.closest("section").append(line);
  };
  const whenVisible = (element, action) => {
    if (element.offsetParent) action(element);
    else requestAnimationFrame(() => whenVisible(element, action));
  };

  // Buttons with data-local: nothing is sent to the server.
  const localActions = {
    skip: () => {
      document.querySelector("[role=tab]").click();
      whenVisible(document.querySelector("#v-question-box textarea"), (box) => box.focus());
    },
    clear_day: () => {
      const field = document.querySelector("#v-day");
      day = "";
      field.focus();
      showDay(field);
    },
    theme: () => { chooseTheme(isDark() ? "light" : "dark"); applyTheme(); },
    copy: (button) => copy(button, button.dataset.text),
    share: (button) => copy(button, location.origin + location.pathname + button.dataset.address),
    export: async (button) => {
      const { kind } = button.dataset, { text, scope } = button.closest("[data-text]").dataset;
      const limited = scope ? { text, scope: JSON.parse(scope) } : { text };
      const headers = { "content-type": "application/json" };
      const response = await fetch(`v1/export/check.${kind}`, { method: "POST", headers, body: JSON.stringify(limited) });
      if (!response.ok) { showError(button, (await response.json())[`message_${root.lang}`]); return; }
      const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition"))[1];
      const href = URL.createObjectURL(await response.blob());
      Object.assign(document.createElement("a"), { href, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
    },
    ...window.verbatimHistory?.actions, // not on the page to log in
  };
  // Uploads: files are sent one after the other, each with a line that shows its progress.
  const upload = async (files, section) => {
    const messages = section.dataset;
    const lines = [...files].map((file) => {
      const line = section.querySelector(".v-uploads").appendChild(document.createElement("li"));
      line.append(Object.assign(document.createElement("span"), { textContent: file.name }));
      line.append(Object.assign(document.createElement("span"), { className: "v-facts", textContent: messages.queued }));
      return [file, line];
    });
    for (const [file, line] of lines) {
      const outcome = await send(file, line.lastChild, messages);
      line.className = `v-upload-${outcome.state}`;
      line.lastChild.textContent = outcome.message;
      window.verbatimCuration.addUndo(line, outcome, messages);
    }
    section.dispatchEvent(new CustomEvent("verbatim", { bubbles: true, detail: "uploaded" }));
  };
  // Why a file was refused: its line has the name already, and only whoever runs the service has settings.
  const reason = (said, name, { noText, scanned }) => {
    if (said === noText.replace("*", name)) return scanned;
    const why = said?.startsWith(name) ? said.slice(name.length).replace(/^\s*:\s*/, "") : said;
    return why && why[0].toUpperCase() + why.slice(1);
  };
  const send = (file, line, messages) => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => {
      line.textContent = loaded < total ? `${messages.sending} ${Math.floor((100 * loaded) / total)} %` : messages.reading;
    };
    request.onerror = () => resolve({ state: "refused", message: messages.lost });
    request.onload = () => {
      const answer = request.response ?? {};
      const message = messages[answer.state] ?? reason(answer[`message_${root.lang}`], file.name, messages) ?? messages.lost;
      resolve({ ...answer, state: answer.state ?? "refused", message });
    };
    request.responseType = "json";
    request.open("POST", `v1/documents?name=${encodeURIComponent(file.name)}`);
    request.send(file);
  });
  document.addEventListener("change", (event) => {
    if (event.target.id !== "v-files") return;
    upload([...event.target.files], event.target.closest(".v-upload-form"));
    event.target.value = "";
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      const section = event.target.closest?.(".v-upload-form");
      if (!section) return;
      event.preventDefault();
      section.classList.toggle("v-dragover", name === "dragover");
      if (name === "drop") upload(event.dataTransfer.files, section);
    });
  }

  // Questions are about the documents as of this day, "" for today. The field is redrawn when the
  // language changes.
  let day = "";
  document.addEventListener("input", (event) => {
    if (event.target.id !== "v-day") return;
    day = event.target.value;
    showDay(event.target);
  });
  // The options stay open while a day is chosen.
  document.addEventListener("toggle", (event) => {
    if (day && event.target.matches?.(".v-options")) event.target.open = true;
  }, true);
  const showDay = (field) => {
    if (field.value !== day) field.value = day; // unchanged while it is being typed
    field.closest("details").open ||= day !== "";
    document.querySelector("[data-local=clear_day]").hidden = day === "";
  };

  // The fields of the panel that limits the questions, as JSON, for its button; "" for any other.
  const limits = (button) => {
    const panel = button.closest(".v-limit-panel");
    if (!panel) return "";
    const filled = [...panel.querySelectorAll("[name]")].filter((field) => field.value.trim());
    return JSON.stringify(Object.fromEntries(filled.map((field) => [field.name, field.value.trim()])));
  };
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === "Enter" && target.matches?.(".v-limit-panel input")) {
      event.preventDefault();
      target.closest(".v-limit-panel").querySelector("[data-act=limit]").click();
    }
    if (["Delete", "Backspace"].includes(key) && target.matches?.(".v-limit-chip")) target.click();
  });
  // The limits are drawn again when one changes: the focus goes to the next chip, or to what adds
  // one, and after an added limit to the question.
  const BOXES = "#v-question-box textarea, #v-query-box :is(input, textarea), #v-claims-box textarea";
  const limitsShown = (scope) => {
    const act = pressed?.dataset.act, removed = act === "unlimit";
    if ((!removed && act !== "limit") || scope.contains(pressed)) return;
    if ((pressed.closest(".v-scope")?.dataset.tab ?? "ask") !== scope.dataset.tab) return;
    pressed = null;
    if (scope.querySelector(".v-error")) scope.querySelector(".v-limit-panel input").focus();
    else if (removed) scope.querySelector(".v-limit-chip, .v-limit-to summary").focus();
    else whenVisible(scope.closest("[role=tabpanel]").querySelector(BOXES), (box) => box.focus());
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-local]");
    if (button) localActions[button.dataset.local]?.(button);
  });

  // After each rendering of a part of the page. The focus moves to a source that was opened, and
  // Escape moves it back.
  let turnCount = 0, opening = null, lastOpener = null, pressed = null;
  document.addEventListener("click", (event) => {
    pressed = event.target.closest?.("[data-act]") ?? pressed;
    const opener = event.target.closest?.("[data-act=cite], [data-act=read]");
    if (!opener) return;
    opening = lastOpener = opener;
    // A source that is open already is not rendered again.
    const panel = opener.closest(TABS).querySelector(PANELS);
    const place = panel.querySelector("[data-place]")?.dataset.place;
    if (place?.startsWith(placeOf(opener))) sourceShown(panel);
  }, true);
  // A menu closes on Escape, on a choice, and on a click elsewhere.
  const close = (menu) => { menu.open = false; menu.querySelector("summary").focus(); };
  document.addEventListener("click", (event) => {
    document.querySelectorAll(".v-export[open]").forEach((menu) => {
      const inside = menu.contains(event.target);
      if (inside && event.target.closest("a, button")) setTimeout(close, 0, menu);
      else if (!inside) menu.open = false;
    });
  });
  document.addEventListener("toggle", ({ target }) => {
    if (target.matches?.(".v-export[open]")) target.querySelector("ul").scrollIntoView({ block: "nearest" });
  }, true);
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.(".v-export[open], .v-limit-to[open]");
    if (menu) close(menu);
    if (event.key === "Escape" && event.target.closest?.(PANELS)) lastOpener?.focus();
  });

  // A place as the header of a source has it in data-place; a button that opens a document to read
  // has only the id of the document.
  const placeOf = ({ dataset: { document, page, start, end } }) =>
    start === undefined ? `${document} ` : `${document} ${page} ${start} ${end}`;
  // The next page of results is read from its start. The button may stay, disabled on the last page.
  const pageTurned = (element) => {
    const turned = { result_page: ".v-tally", documents_page: ".v-count" }[pressed?.dataset.act];
    const counts = turned && element.querySelector(turned);
    if (!counts) return;
    pressed = null;
    counts.focus({ preventScroll: true });
    element.scrollIntoView({ block: "start" });
  };
  // If a button is disabled by its own click, the title beside it gets the focus.
  const moveFocus = (element) => {
    if (!pressed?.disabled || !element.contains(pressed)) return;
    pressed = null;
    element.querySelector(".v-doc-title")?.focus({ preventScroll: true });
  };
  const conversationShown = (log) => {
    const turns = [...log.querySelectorAll(".v-turn")];
    if (turns.length > turnCount) turns[turns.length - 1].scrollIntoView({ block: "start" });
    turnCount = turns.length;
    window.verbatimHistory.conversationShown(turns);
    window.verbatimHistory.showWatched(log);
  };
  const sourceShown = (panel) => {
    panel.scrollTop = 0;
    const place = panel.querySelector("[data-place]")?.dataset.place;
    panel.closest(TABS).querySelectorAll(".v-chip").forEach((chip) => {
      chip.classList.toggle("v-open", placeOf(chip) === place);
    });
    if (!opening) return;
    window.verbatimSheet.show(panel, opening);
    opening = null;
    const title = panel.querySelector(".v-doc-title");
    title?.focus({ preventScroll: true });
    const { top } = panel.getBoundingClientRect();
    if (top < 0 || top > innerHeight * 0.6) panel.scrollIntoView({ block: "start" });
  };
  // Until the image of a page is there, a browser goes on showing the one before in its place.
  const imageAwaited = (panel) => panel.querySelectorAll(".v-page img").forEach((image) => {
    const there = () => { if (image.complete) delete image.dataset.awaited; };
    if (image.complete) { there(); return; }
    image.dataset.awaited = "";
    for (const name of ["load", "error"]) image.addEventListener(name, there, { once: true });
  });
  const rendered = (element) => {
    const head = element.querySelector("[data-language]");
    if (head) {
      root.lang = head.dataset.language;
      root.classList.add("v-ready");
      window.verbatimSession.headShown();
      window.verbatimHistory.moveToServer();
    }
    const log = element.querySelector(".v-conversation");
    if (log) conversationShown(log);
    const scope = element.querySelector(".v-scope");
    if (scope) limitsShown(scope);
    const field = element.querySelector("#v-day");
    if (field) showDay(field);
    const panel = element.closest(PANELS);
    if (panel) { sourceShown(panel); imageAwaited(panel); }
    window.verbatimKept?.(element); // that script may come later than the first drawing
    window.verbatimSheet.rendered(element);
    pageTurned(element);
    moveFocus(element);
    window.verbatimCuration.shown(element);
  };

  return { rendered, limits, day: () => day };
})();
