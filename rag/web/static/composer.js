// A question is sent once. One that is sent before the answer to the last has ended waits for it
// (Gradio sends it then), so a double click would send what is typed in the meantime.
"use strict";

(() => {
  const SECOND = 1000; // milliseconds
  let sent = null, waiting = null;
  const box = () => document.querySelector("#v-question-box textarea");

  // While a conversation is shown again, its answers come one by one, and a question that is sent in
  // between would be lost: it is sent after the last.
  let later = false;
  const sendLater = () => {
    later = window.verbatimHistory.resuming();
    if (later) setTimeout(sendLater, 100);
    else document.querySelector("#v-send").click();
  };

  const sendOnce = (event) => {
    const { value } = box(), resuming = window.verbatimHistory.resuming();
    if (resuming || value === sent || !value.trim()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (resuming && !later) sendLater();
      return;
    }
    sent = waiting = value;
    setTimeout(() => { sent = null; }, SECOND);
  };
  addEventListener("click", (event) => {
    if (event.target.closest?.("#v-send")) sendOnce(event);
  }, true);
  addEventListener("keydown", (event) => {
    const enter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (enter && event.target.closest?.("#v-question-box")) sendOnce(event);
  }, true);
  // The same words, typed again, are a new question.
  addEventListener("input", (event) => {
    if (event.isTrusted && event.target.closest?.("#v-question-box")) sent = null;
  }, true);
  // The question that is sent, which leaves the box. What is typed since stays there: Gradio reads
  // the box late, and an answer that empties it would take these letters with it.
  window.verbatim.taken = (read) => {
    const question = waiting ?? read, { value } = box();
    waiting = null;
    window.verbatim.lastTaken = question;
    box().value = value.startsWith(question) ? value.slice(question.length) : value;
    box().dispatchEvent(new Event("input", { bubbles: true }));
    return question;
  };
})();
