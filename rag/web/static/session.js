// What a person types outlives the page: a reload, a restart of the server, the end of a session.
// It is stored for the browser's tab alone, and deleted at sign-out.
"use strict";

(() => {
  const BOXES = "#v-question-box textarea, #v-claims-box textarea", KEY = "verbatim-typed";
  const storage = { // a browser may refuse to store anything
    read: () => { try { return JSON.parse(sessionStorage.getItem(KEY)) ?? {}; } catch { return {}; } },
    clear: () => { try { sessionStorage.removeItem(KEY); } catch { /* nothing is stored */ } },
    write: (typed) => { try { sessionStorage.setItem(KEY, JSON.stringify(typed)); } catch { /* not stored */ } },
  };
  const clearAll = () => { try { sessionStorage.clear(); } catch { /* nothing is stored */ } };
  const account = () => document.querySelector(".v-head")?.dataset.account ?? "";
  const nameOf = (box) => box.closest("[id^=v-]").id;
  let leaving = false;

  // A question that was sent, if the page does not show it yet: no answer to it is on its way.
  const unseen = (box) => {
    const question = box.closest("#v-question-box") ? window.verbatim?.lastTaken : null;
    const last = [...document.querySelectorAll(".v-turn .v-question")].at(-1)?.textContent;
    const there = box.value.startsWith(question); // it was put back
    return question && !there && question.trim() !== last ? question : "";
  };
  const together = (...texts) => texts.filter(Boolean).join("\n");
  addEventListener("pagehide", () => {
    const typed = Object.fromEntries(
      [...document.querySelectorAll(BOXES)].map((box) => [nameOf(box), together(unseen(box), box.value)]).filter(([, text]) => text),
    );
    if (leaving) clearAll(); // an answer that came in between has noted its conversation
    else storage.write({ account: account(), typed });
  });
  // The other tabs of a person who signs out go to the sign-in, too: they would go on showing the
  // conversation to the next one at this browser.
  const PAUSE = 200, TRIES = 50; // milliseconds; the sign-out is on its way
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("verbatim-sign-out") : null;
  addEventListener("submit", ({ target }) => {
    if (!target.classList.contains("v-sign-out")) return;
    leaving = true;
    tabs?.postMessage(account());
  });
  const signedOut = () => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.onloadend = () => resolve(request.status === 401);
    request.open("GET", "gradio_api/app_id");
    request.send();
  });
  tabs?.addEventListener("message", async ({ data }) => {
    if (!data || data !== account()) return;
    leaving = true;
    clearAll();
    for (let tries = 0; tries < TRIES && !await signedOut(); tries += 1) {
      await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
    }
    location.reload();
  });

  // Gradio puts the boxes in some time after the head, and a box of a closed tab later still.
  const before = storage.read(), waiting = new Map(Object.entries(before.typed ?? {}));
  const restore = () => {
    if (!document.querySelector("html.v-ready .v-head")) return;
    if (before.account !== account()) waiting.clear();
    for (const box of document.querySelectorAll(BOXES)) {
      const text = waiting.get(nameOf(box));
      waiting.delete(nameOf(box));
      if (!text || box.value) continue;
      box.value = text;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (!waiting.size) watching.disconnect();
  };
  const watching = new MutationObserver(restore);
  if (waiting.size) watching.observe(document.documentElement, { childList: true, subtree: true, attributes: true });

  // Says that the session has ended, and leads to the sign-in and back. The head may be rendered
  // later, or again: the notice is put in each time.
  let over = false;
  const showEnd = () => {
    const head = document.querySelector(".v-head");
    if (!over || !head || document.querySelector(".v-session-ended")) return;
    const notice = document.createElement("p"), link = document.createElement("a");
    notice.className = "v-session-ended";
    notice.setAttribute("role", "alert");
    link.href = `sign-in?next=${encodeURIComponent(`/${location.search}`)}`;
    link.textContent = head.dataset.signIn;
    notice.append(`${head.dataset.sessionEnded} `, link);
    head.append(notice);
  };
  // Says that the server cannot be reached, until it can.
  const showLost = () => {
    const head = document.querySelector(".v-head");
    if (!head || document.querySelector(".v-connection-lost")) return;
    const notice = document.createElement("p");
    notice.className = "v-session-ended v-connection-lost";
    notice.setAttribute("role", "alert");
    notice.textContent = head.dataset.connectionLost;
    head.append(notice);
  };
  // A page of an earlier run of the server is loaded again; what is typed comes back by itself.
  const RESTARTED = "verbatim-restarted";
  const restart = () => {
    try { sessionStorage.setItem(RESTARTED, "1"); } catch { /* not stored */ }
    location.reload();
  };
  let restarted = (() => { try { return sessionStorage.getItem(RESTARTED) !== null; } catch { return false; } })();
  try { sessionStorage.removeItem(RESTARTED); } catch { /* nothing is stored */ }
  // Said until the person goes on.
  let goesOn = false;
  for (const name of ["keydown", "pointerdown"]) addEventListener(name, () => { goesOn = true; }, { capture: true });
  const found = () => {
    document.querySelector(".v-connection-lost")?.remove();
    if (!goesOn) return;
    restarted = false;
    document.querySelector(".v-restarted")?.remove();
  };
  const showRestart = () => {
    const head = document.querySelector(".v-head");
    if (!restarted || !head || head.querySelector(".v-restarted")) return;
    const notice = document.createElement("p");
    notice.className = "v-session-ended v-restarted";
    notice.setAttribute("role", "status");
    notice.textContent = head.dataset.restarted;
    head.append(notice);
  };
  // The question that was refused goes back into its box, before what was typed since.
  const putBack = () => {
    const box = document.querySelector("#v-question-box textarea"), question = window.verbatim?.lastTaken;
    if (!box || !question || box.value.startsWith(question)) return;
    box.value = together(question, box.value);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  window.verbatimSession = {
    // A sheet would hide the notice.
    ended: () => { over = true; window.verbatimSheet?.close({ focuses: false }); putBack(); showEnd(); },
    lost: showLost,
    found,
    headShown: () => { showEnd(); showRestart(); },
    restarted: restart,
  };
})();
