// What the page does in the browser alone: the theme, what is kept, where to look.
"use strict";

window.verbatim = (() => {
  const root = document.documentElement;
  const HISTORY = "verbatim-history", WATCHED = "verbatim-watched", THEME = "verbatim-theme";
  const PANELS = "#v-source, #v-proof, #v-reader";
  const ROOM = 400000; // characters of history kept, some thousand answers

  // A browser may refuse to keep anything: then nothing is kept, and the page goes on.
  const load = (key, none) => {
    try { return JSON.parse(localStorage.getItem(key)) ?? none; } catch { return none; }
  };
  const save = (key, value) => {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* kept nowhere */ }
  };

  // Theme: the system's, until the person chooses. Gradio sets its own class again, so we watch it.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (load(THEME, null) ?? (system.matches ? "dark" : "light")) === "dark";
  const paint = () => {
    root.classList.toggle("v-dark", dark());
    if (document.body && document.body.classList.contains("dark") !== dark()) {
      document.body.classList.toggle("dark", dark());
    }
  };
  system.addEventListener("change", paint);
  paint();
  document.addEventListener("DOMContentLoaded", () => {
    paint();
    new MutationObserver(paint).observe(document.body, { attributeFilter: ["class"] });
  });

  // History: conversations by id, newest first, each a list of past answers.
  let conversation = null;
  const keep = (turns) => {
    if (!turns.length) { conversation = null; return; }
    conversation ??= `${Date.now()}-${Math.random().toString(36).slice(2, 8)}`;
    const pasts = turns.map((turn) => JSON.parse(turn.dataset.past));
    const others = load(HISTORY, []).filter((each) => each.id !== conversation);
    const kept = [{ id: conversation, turns: pasts }, ...others];
    while (kept.length > 1 && JSON.stringify(kept).length > ROOM) kept.pop();
    save(HISTORY, kept);
  };
  const kept = () => JSON.stringify({ conversations: load(HISTORY, []), watched: load(WATCHED, []) });
  const watches = (question) => load(WATCHED, []).some((past) => past.question === question);

  const say = (button) => {
    const words = button.querySelector("span") ?? button;
    const before = words.textContent;
    words.textContent = button.dataset.done;
    setTimeout(() => { words.textContent = before; }, 1600);
  };
  const copy = async (button, text) => {
    await navigator.clipboard.writeText(text);
    say(button);
  };
  const away = (button) => {
    const list = button.closest("ul");
    button.closest("li").remove();
    (list?.querySelector("button") ?? document.querySelector("[role=tab][aria-selected=true]"))?.focus();
  };

  const alertIn = (button, words) => {
    const line = Object.assign(document.createElement("p"), { className: "v-error", textContent: words });
    line.setAttribute("role", "alert");
    button.closest("section").append(line);
  };
  const whenSeen = (element, then) => {
    if (element.offsetParent) then(element);
    else requestAnimationFrame(() => whenSeen(element, then));
  };

  const local = {
    skip: () => {
      document.querySelector("[role=tab]").click();
      whenSeen(document.querySelector("#v-question-box textarea"), (box) => box.focus());
    },
    today: () => {
      const field = document.querySelector("#v-day");
      day = "";
      field.focus();
      dated(field);
    },
    theme: () => { save(THEME, dark() ? "light" : "dark"); paint(); },
    copy: (button) => copy(button, button.dataset.text),
    share: (button) => copy(button, location.origin + location.pathname + button.dataset.address),
    export: async (button) => {
      const { kind } = button.dataset, { text } = button.closest("[data-text]").dataset;
      const headers = { "content-type": "application/json" };
      const made = await fetch(`/api/export/check.${kind}`, { method: "POST", headers, body: JSON.stringify({ text }) });
      if (!made.ok) { alertIn(button, (await made.json())[`message_${root.lang}`]); return; }
      const name = /filename="([^"]+)"/.exec(made.headers.get("content-disposition"))[1];
      const href = URL.createObjectURL(await made.blob());
      Object.assign(document.createElement("a"), { href, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
    },
    watch: (button) => {
      const past = JSON.parse(button.closest(".v-turn").dataset.past);
      const others = load(WATCHED, []).filter((each) => each.question !== past.question);
      const on = button.getAttribute("aria-pressed") !== "true";
      save(WATCHED, on ? [past, ...others] : others);
      button.setAttribute("aria-pressed", String(on));
    },
    unwatch: (button) => {
      save(WATCHED, load(WATCHED, []).filter((past) => past.question !== button.dataset.question));
      away(button);
    },
    forget: (button) => {
      save(HISTORY, load(HISTORY, []).filter((each) => each.id !== button.dataset.conversation));
      away(button);
    },
    wipe: (button) => {
      save(HISTORY, []);
      button.closest("section").querySelectorAll("li").forEach((item) => item.remove());
      button.hidden = true;
    },
  };
  // Documents to add: sent one after the other, each with a line that tells how it goes.
  const upload = async (files, section) => {
    const told = section.dataset;
    const lines = [...files].map((file) => {
      const line = section.querySelector(".v-sent").appendChild(document.createElement("li"));
      line.append(Object.assign(document.createElement("span"), { textContent: file.name }));
      line.append(Object.assign(document.createElement("span"), { className: "v-facts" }));
      return [file, line];
    });
    for (const [file, line] of lines) {
      const { state, words } = await send(file, line.lastChild, told);
      line.className = `v-sent-${state}`;
      line.lastChild.textContent = words;
    }
    section.dispatchEvent(new CustomEvent("verbatim", { bubbles: true, detail: "added" }));
  };
  const send = (file, line, told) => new Promise((settle) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => {
      line.textContent = loaded < total ? `${told.sending} ${Math.floor((100 * loaded) / total)} %` : told.reading;
    };
    request.onerror = () => settle({ state: "refused", words: told.lost });
    request.onload = () => {
      const answer = request.response ?? {};
      const words = told[answer.state] ?? answer[`message_${root.lang}`] ?? told.lost;
      settle({ state: answer.state ?? "refused", words });
    };
    request.responseType = "json";
    request.open("PUT", `/api/library/${encodeURIComponent(file.name)}`);
    request.send(file);
  });
  document.addEventListener("change", (event) => {
    if (event.target.id !== "v-files") return;
    upload([...event.target.files], event.target.closest(".v-adding"));
    event.target.value = "";
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      const section = event.target.closest?.(".v-adding");
      if (!section) return;
      event.preventDefault();
      section.classList.toggle("v-over", name === "dragover");
      if (name === "drop") upload(event.dataTransfer.files, section);
    });
  }

  // The day as on which questions are asked, "" for today; its field is drawn anew with the language.
  let day = "";
  document.addEventListener("input", (event) => {
    if (event.target.id !== "v-day") return;
    day = event.target.value;
    dated(event.target);
  });
  // A choice that is in force is never folded away.
  document.addEventListener("toggle", (event) => {
    if (day && event.target.matches?.(".v-options")) event.target.open = true;
  }, true);
  const dated = (field) => {
    if (field.value !== day) field.value = day; // not while it is typed
    field.closest("details").open ||= day !== "";
    document.querySelector("[data-local=today]").hidden = day === "";
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-local]");
    if (button) local[button.dataset.local]?.(button);
  });

  // After each rendering of a part of the page. Whoever chose a source is taken to it, and back
  // by Escape.
  let count = 0, chosen = null, origin = null, pressed = null;
  document.addEventListener("click", (event) => {
    pressed = event.target.closest?.("[data-act]") ?? pressed;
    const opener = event.target.closest?.("[data-act=cite], [data-act=read]");
    if (!opener) return;
    chosen = origin = opener;
    // What is open already is not drawn again.
    const panel = opener.closest("#v-ask, #v-check, #v-library").querySelector(PANELS);
    const open = panel.querySelector("[data-place]")?.dataset.place;
    if (open?.startsWith(placeOf(opener))) sourced(panel);
  }, true);
  // A menu closes by Escape, by a choice and by a click elsewhere.
  const close = (menu) => { menu.open = false; menu.querySelector("summary").focus(); };
  document.addEventListener("click", (event) => {
    document.querySelectorAll(".v-export[open]").forEach((menu) => {
      const inside = menu.contains(event.target);
      if (inside && event.target.closest("a, button")) setTimeout(close, 0, menu);
      else if (!inside) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.(".v-export[open]");
    if (menu) close(menu);
    if (event.key === "Escape" && event.target.closest?.(PANELS)) origin?.focus();
  });

  // A place as the head of a source writes it; a document that is to be read has no more than its name.
  const placeOf = ({ dataset: { document, page, start, end } }) =>
    start === undefined ? `${document} ` : `${document} ${page} ${start} ${end}`;
  // A button that its own press switches off leaves the keyboard to the title beside it.
  const handOn = (element) => {
    if (!pressed?.disabled || !element.contains(pressed)) return;
    pressed = null;
    element.querySelector(".v-doc-title")?.focus({ preventScroll: true });
  };
  const conversed = (log) => {
    const turns = [...log.querySelectorAll(".v-turn")];
    if (turns.length > count) turns[turns.length - 1].scrollIntoView({ block: "start" });
    count = turns.length;
    keep(turns.filter((turn) => turn.dataset.past));
    log.querySelectorAll("[data-local=watch]").forEach((button) => {
      const past = JSON.parse(button.closest(".v-turn").dataset.past);
      button.setAttribute("aria-pressed", String(watches(past.question)));
    });
  };
  const sourced = (panel) => {
    panel.scrollTop = 0;
    const open = panel.querySelector("[data-place]")?.dataset.place;
    panel.closest("#v-ask, #v-check, #v-library").querySelectorAll(".v-chip").forEach((chip) => {
      chip.classList.toggle("v-open", placeOf(chip) === open);
    });
    if (!chosen) return;
    chosen = null;
    const title = panel.querySelector(".v-doc-title");
    title?.focus({ preventScroll: true });
    const { top } = panel.getBoundingClientRect();
    if (top < 0 || top > innerHeight * 0.6) panel.scrollIntoView({ block: "start" });
  };
  const shown = (element) => {
    const head = element.querySelector("[data-language]");
    if (head) {
      root.lang = head.dataset.language;
      root.classList.add("v-ready");
    }
    const log = element.querySelector(".v-conversation");
    if (log) conversed(log);
    const field = element.querySelector("#v-day");
    if (field) dated(field);
    const panel = element.closest(PANELS);
    if (panel) sourced(panel);
    handOn(element);
  };

  return { shown, kept, day: () => day };
})();
