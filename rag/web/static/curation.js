// What the page does in the browser for curators: forms, undo of uploads, progress of an indexing.
"use strict";

window.verbatimCuration = (() => {
  const CHANGES = "[data-act=edit], [data-act=remove], [data-act=restore], #v-administration [data-act], #v-admin-notice [data-act]";
  const AGAIN = 700; // milliseconds between two looks at an indexing
  let changing = null;

  // All fields of the form around a button, as JSON; "" for any other button.
  const fields = (button) => {
    const form = button.closest(".v-form");
    if (!form) return "";
    const named = [...form.querySelectorAll("[name]")];
    return JSON.stringify(Object.fromEntries(named.map((field) => [field.name, field.value])));
  };

  // Writing an index takes a moment: the button says what it does meanwhile.
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(CHANGES);
    if (!button) return;
    changing = button;
    button.setAttribute("aria-busy", "true");
    if (!button.dataset.busy) return;
    const label = labelOf(button);
    button.dataset.label ??= label.textContent;
    label.textContent = button.dataset.busy;
    window.verbatimSay(button.dataset.busy);
  });
  const labelOf = (button) => button.querySelector("span") ?? button;
  const changed = (button, failed) => {
    button.removeAttribute("aria-busy");
    if (button.dataset.label) labelOf(button).textContent = button.dataset.label;
    if (failed) return;
    const line = button.closest(".v-uploads li"), { act, document: id } = button.dataset;
    if (act === "remove") retire(id);
    if (!line) return;
    line.className = "";
    line.querySelector(".v-facts").textContent = line.closest(".v-upload-form").dataset.undone;
    button.remove();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.(".v-form input")) return;
    event.preventDefault();
    event.target.closest(".v-form").querySelector(".v-primary, [data-act]").click();
  });

  // A file that was sent can be taken out again, or the one before it put back, until another takes
  // its place.
  const addUndo = (line, { state, document: added, replaced }, messages) => {
    const [act, id] = state === "replaced" ? ["restore", replaced] : ["remove", added];
    if (!["added", "replaced"].includes(state) || !id) return;
    if (state === "replaced") retire(replaced);
    line.dataset.added = added;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "v-link" });
    button.textContent = messages.undo;
    Object.assign(button.dataset, { act, document: id, busy: messages.undoing });
    line.append(button);
  };
  const retire = (id) => document.querySelectorAll(`.v-uploads [data-added="${id}"] button:not([aria-busy])`).forEach((button) => button.remove());

  // After each rendering of a part of the page: the focus goes to what was done, and an indexing
  // that is under way is looked at again.
  const shown = (element) => {
    const notice = element.querySelector(".v-change");
    if (notice && changing) {
      changed(changing, notice.querySelector(".v-error") !== null);
      changing = null;
      (notice.querySelector("button") ?? notice).focus();
    }
    if (element.querySelector("[data-running]")) {
      setTimeout(() => element.dispatchEvent(new CustomEvent("verbatim", { detail: "follow" })), AGAIN);
    }
  };

  return { fields, addUndo, shown };
})();
