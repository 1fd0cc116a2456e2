// The history: conversations, and the questions that are watched. With an account the server keeps
// it, and nothing of it is stored here. Otherwise it is stored in this browser alone.
"use strict";

window.verbatimHistory = (() => {
  const HISTORY = "verbatim-history", WATCHED = "verbatim-watched", SHOWN = "verbatim-shown";
  const MAX_HISTORY = 400000; // characters of stored history, about a thousand answers
  const head = () => document.querySelector(".v-head");
  const account = () => head()?.dataset.account ?? "";
  const onServer = () => Boolean(head()?.dataset.notChanged);

  // A browser may refuse to store anything. The page works without.
  const load = (key) => {
    try { return JSON.parse(localStorage.getItem(key)) ?? []; } catch { return []; }
  };
  const save = (key, value) => {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* not stored */ }
  };

  // Which conversation the page shows, for the page that is loaded again in the same tab. Another
  // account, or another address such as a shared link, begins anew.
  const noteShown = (conversation) => {
    const noted = JSON.stringify({ account: account(), search: location.search, conversation });
    try { sessionStorage.setItem(SHOWN, noted); } catch { /* not stored */ }
  };
  const RESUMED_WITHIN = 5000; // milliseconds; a conversation that was deleted elsewhere never comes
  const resuming = () => {
    const pending = document.querySelector(".v-turn[data-again] .v-pending");
    return Boolean(pending) || (!shown && performance.now() < RESUMED_WITHIN && shownBefore() !== "");
  };
  const shownBefore = () => {
    let noted = null;
    try { noted = JSON.parse(sessionStorage.getItem(SHOWN)); } catch { /* nothing is stored */ }
    if (!noted?.conversation || noted.account !== account() || noted.search !== location.search) return "";
    const { conversation } = noted;
    if (onServer()) return JSON.stringify({ conversation });
    const turns = load(HISTORY).find((each) => each.id === conversation)?.turns ?? [];
    return JSON.stringify({ conversation, turns });
  };
  // Conversations with their ids, newest first, each a list of past answers. The last turn may have
  // no answer yet: it is asked again when the page is loaded again. Other tabs store theirs here too.
  let shown = "", storedAs = "", turnsStored = 0, turnsDeleted = 0; // of the conversation on the page
  const conversationShown = (turns) => {
    const last = turns.at(-1)?.dataset, conversation = last?.conversation ?? "";
    if (shown && !conversation) noteShown(""); // a new conversation begins
    if (conversation !== shown) {
      const stored = last?.recorded === undefined ? 0 : turns.length;
      [shown, storedAs, turnsStored, turnsDeleted] = [conversation, conversation, stored, 0];
    }
    if (conversation) {
      if (!onServer()) store(turns);
      noteShown(storedAs);
    }
  };
  const store = (turns) => {
    const history = load(HISTORY), known = history.find((each) => each.id === storedAs)?.turns;
    if (!known) turnsDeleted = Math.max(turnsDeleted, turnsStored); // here or in another tab
    turnsStored = turns.length;
    const mine = turns.slice(turnsDeleted).filter((turn) => turn.dataset.pastAnswer);
    if (!mine.length) return;
    let whole = mergedTurns(known ?? [], mine);
    if (!whole) { // another tab has continued it: both are kept
      storedAs = `${shown.slice(0, 16)}-${Date.now().toString(36)}`;
      whole = mine.map(pastAnswer);
    }
    const others = history.filter((each) => each.id !== storedAs);
    const latest = JSON.stringify(whole) === JSON.stringify(known) ? history : [{ id: storedAs, turns: whole }, ...others];
    while (latest.length > 1 && JSON.stringify(latest).length > MAX_HISTORY) latest.pop();
    if (latest !== history) save(HISTORY, latest);
  };
  const pastAnswer = (turn) => JSON.parse(turn.dataset.pastAnswer);
  // The turns that are stored with those of the page, as rag/web/merged_turns.py does it.
  const mergedTurns = (known, turns) => {
    const names = turns.map((turn) => [pastAnswer(turn).question, turn.querySelector(".v-question").textContent]);
    const match = (some, from = 0) => some.every(({ question }, at) => names[from + at].includes(question));
    const latest = (some, from = 0) => some.map((past, at) => {
      const own = pastAnswer(turns[from + at]);
      return own.pending && !past.pending ? past : own;
    });
    const own = (from, to) => turns.slice(from, to).map(pastAnswer);
    for (let at = 0; at + known.length <= turns.length; at += 1) { // the first may no longer be stored
      if (match(known, at)) return [...own(0, at), ...latest(known, at), ...own(at + known.length)];
    }
    for (let at = 0; at < known.length; at += 1) { // too many to be shown, or another tab has gone on
      const shared = known.slice(at, at + turns.length);
      if (match(shared)) return [...known.slice(0, at), ...latest(shared), ...own(shared.length), ...known.slice(at + turns.length)];
    }
    return null;
  };
  // What an earlier release stored here of an account goes to the server, once.
  const earlier = (key) => `${key}-${head()?.dataset.earlierAccount}`;
  let moving = false;
  const moveToServer = async () => {
    if (!onServer() || moving) return;
    moving = true;
    const headers = { "content-type": "application/json" };
    for (const [name, key] of [["conversations", earlier(HISTORY)], ["watched", earlier(WATCHED)]]) {
      const list = load(key);
      if (!list.length) continue;
      try { // one at a time: both might be too large for a request
        const response = await fetch("v1/history/add", { method: "POST", headers, body: JSON.stringify({ account: account(), [name]: list }) });
        if (response.ok) localStorage.removeItem(key);
      } catch { /* the next page tries again */ }
    }
  };
  const stored = () => onServer() ? "" : JSON.stringify({ conversations: load(HISTORY), watched: load(WATCHED) });

  // What is watched is a question with its limits: the same words in other documents are another.
  const keyOf = ({ question, scope, as_of, exact }) => JSON.stringify([question, scope ?? null, as_of ?? null, Boolean(exact)]);
  const watchedBesides = (past) => load(WATCHED).filter((each) => keyOf(each) !== keyOf(past));
  const isWatched = (past) => load(WATCHED).some((each) => keyOf(each) === keyOf(past));
  const showWatched = (log) => {
    if (onServer()) return; // the server has drawn it
    log.querySelectorAll("[data-local=watch]").forEach((button) => {
      const past = JSON.parse(button.dataset.pastAnswer);
      button.setAttribute("aria-pressed", String(isWatched(past)));
    });
  };

  // Whether a change is stored. If the server does not take it, a line says so.
  const changed = async (button, change, inBrowser) => {
    if (!onServer()) { inBrowser(); return true; }
    const headers = { "content-type": "application/json", "accept-language": document.documentElement.lang };
    let cause = "";
    try {
      const response = await fetch("v1/history", { method: "POST", headers, body: JSON.stringify({ account: account(), ...change }), keepalive: true });
      if (response.ok) return true;
      if (response.status === 401) { window.verbatimSession.ended(); return false; }
      if (response.status === 422) cause = (await response.json()).detail;
    } catch { /* the network is gone */ }
    const textContent = [head().dataset.notChanged, cause].filter(Boolean).join(" ");
    const line = Object.assign(document.createElement("p"), { className: "v-error", textContent });
    line.setAttribute("role", "alert");
    button.closest("section, article").append(line);
    return false;
  };
  const removeItem = (button) => {
    const list = button.closest("ul");
    button.closest("li").remove();
    (list?.querySelector("button") ?? document.querySelector("[role=tab][aria-selected=true]"))?.focus();
  };
  const actions = {
    watch: async (button) => {
      const past_answer = JSON.parse(button.dataset.pastAnswer);
      const on = button.getAttribute("aria-pressed") !== "true";
      const inBrowser = () => save(WATCHED, on ? [past_answer, ...watchedBesides(past_answer)] : watchedBesides(past_answer));
      const done = await changed(button, { act: on ? "watch" : "unwatch", past_answer }, inBrowser);
      if (done) button.setAttribute("aria-pressed", String(on));
    },
    unwatch: async (button) => {
      const past_answer = JSON.parse(button.dataset.pastAnswer);
      const done = await changed(button, { act: "unwatch", past_answer }, () => save(WATCHED, watchedBesides(past_answer)));
      if (done) removeItem(button);
    },
    delete: async (button) => {
      const { conversation } = button.dataset;
      const inBrowser = () => save(HISTORY, load(HISTORY).filter((each) => each.id !== conversation));
      if (!await changed(button, { act: "delete", conversation }, inBrowser)) return;
      removeItem(button);
    },
    delete_all: async (button) => {
      if (!await changed(button, { act: "delete_all" }, () => save(HISTORY, []))) return;
      button.closest("section").querySelectorAll("li").forEach((item) => item.remove());
      button.hidden = true;
    },
  };

  // Signing out leaves nothing of an account here, nor what an earlier release stored of it.
  const forget = (key) => [key, earlier(key)].forEach((each) => localStorage.removeItem(each));
  document.addEventListener("submit", ({ target }) => {
    if (!target.classList.contains("v-sign-out")) return;
    try { sessionStorage.removeItem(SHOWN); } catch { /* nothing is stored */ }
    for (const key of [HISTORY, WATCHED]) {
      try { forget(key); } catch { /* nothing is stored */ }
    }
  });

  return { resuming, shownBefore, conversationShown, showWatched, moveToServer, stored, actions };
})();
