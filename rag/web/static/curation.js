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

  // Writing an index takes a moment: the button shows that it was pressed.
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(CHANGES);
    if (!button) return;
    changing = button;
    button.setAttribute("aria-busy", "true");
    const line = button.closest(".v-uploads li");
    if (!line) return;
    line.className = "";
    line.querySelector(".v-facts").textContent = button.closest(".v-upload-form").dataset.undone;
    button.remove();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.(".v-form input")) return;
    event.preventDefault();
    event.target.closest(".v-form").querySelector(".v-primary, [data-act]").click();
  });

  // A file that was sent can be taken out again, or the one before it put back.
  const addUndo = (line, { state, document: added, replaced }, messages) => {
    const [act, id] = state === "replaced" ? ["restore", replaced] : ["remove", added];
    if (!["added", "replaced"].includes(state) || !id) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "v-link" });
    button.textContent = messages.undo;
    Object.assign(button.dataset, { act, document: id });
    line.append(button);
  };

  // After each rendering of a part of the page: the focus goes to what was done, and an indexing
  // that is under way is looked at again.
  const shown = (element) => {
    const notice = element.querySelector(".v-change");
    if (notice && changing) {
      changing.removeAttribute("aria-busy");
      changing = null;
      (notice.querySelector("button") ?? notice).focus();
    }
    if (element.querySelector("[data-running]")) {
      setTimeout(() => element.dispatchEvent(new CustomEvent("verbatim", { detail: "follow" })), AGAIN);
    }
  };

  return { fields, addUndo, shown };
})();
