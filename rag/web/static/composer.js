// A question is sent once. One that is sent before the answer to the last has ended waits for it
// (Gradio sends it then), so a double click would send what is typed in the meantime.
"use strict";

(() => {
  const SECOND = 1000; // milliseconds
  let sent = null;

  const sendOnce = (event) => {
    const { value } = document.querySelector("#v-question-box textarea");
    if (value === sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sent = value;
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
    if (event.target.closest?.("#v-question-box")) sent = null;
  }, true);
})();
