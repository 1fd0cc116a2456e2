// What the page does in the browser alone: theme, language of the document, where to look.
"use strict";

window.verbatim = (() => {
  const root = document.documentElement;
  const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const store = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private */ } };

  const paint = (dark) => {
    root.classList.toggle("v-dark", dark);
    document.body?.classList.toggle("dark", dark);
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (stored("verbatim-theme") ?? (system.matches ? "dark" : "light")) === "dark";
  system.addEventListener("change", () => paint(dark()));
  paint(dark());
  document.addEventListener("DOMContentLoaded", () => {
    paint(dark());
    // Gradio sets its own class from the system's preference: ours is the person's choice.
    new MutationObserver(() => {
      if (document.body.classList.contains("dark") !== dark()) paint(dark());
    }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-local=theme]")) {
      store("verbatim-theme", dark() ? "light" : "dark");
      paint(dark());
    }
  });

  let turns = 0;
  const shown = (element) => {
    const head = element.querySelector("[data-language]");
    if (head) {
      root.lang = head.dataset.language;
      root.classList.add("v-ready");
      return;
    }
    const mark = element.querySelector(".v-passage mark");
    if (mark) {
      const panel = element.closest("#v-source") ?? element;
      panel.scrollTop = 0;
    }
    const log = element.querySelector(".v-conversation");
    if (log) {
      const now = log.querySelectorAll(".v-turn");
      if (now.length > turns) now[now.length - 1].scrollIntoView({ block: "start" });
      turns = now.length;
    }
  };
  return { shown };
})();
