// Works around a fault of Gradio (seen in 6.31): an event that is sent while its stream is being
// closed is lost. The server closes the stream when nothing is left to do, with a message
// "close_stream". The page opens no other stream before that message arrives, and the message also
// ends the wait for events sent in the meantime. Here the message is held back while an event is
// unanswered, and a new stream is opened for its answer.
"use strict";

(() => {
  const originalFetch = window.fetch;
  const joining = new Set(), unanswered = new Set();
  const answeredEarly = new Set(); // before the page knew that they had begun

  // The response to a request of Gradio. If the session has ended, the page says so, and there is no
  // response: Gradio would show its own error, in English, and send nothing more.
  const PAUSE = 2000; // milliseconds between two tries to reach the server
  const loggedIn = async (input, init) => {
    const response = await originalFetch(input, init);
    if (response.status === 409 && response.headers.has("verbatim-run")) { // see first_paint.py
      window.verbatimSession.restarted();
      return new Promise(() => {});
    }
    // 403: somebody else has signed in. Without accounts it is another refusal, for Gradio to show.
    const accounts = document.querySelector(".v-head")?.dataset.sessionEnded;
    if (response.status !== 401 && !(response.status === 403 && accounts)) return response;
    window.verbatimSession.ended();
    return new Promise(() => {});
  };
  // Without a network the same: what is asked for waits, and is asked for again once the server answers.
  const persistent = async (attempt) => {
    for (;;) {
      try {
        const response = await attempt();
        window.verbatimSession.found();
        return response;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        window.verbatimSession.lost();
        await new Promise((again) => setTimeout(again, PAUSE));
      }
    }
  };
  // If only the response to an event was lost, the answer may have come in the open stream, which has
  // ended since: the server is told so, or it would begin the event again.
  const reached = (input, init) => persistent(() => {
    init.headers.set("verbatim-answered", [...answeredEarly].join(" "));
    return loggedIn(input, init);
  });
  // Each event has a key of its own, so that the server knows one whose response was lost.
  const keyed = (input, init) => {
    const headers = new Headers(init?.headers ?? input.headers);
    headers.set("verbatim-run", document.querySelector("#v-first").dataset.run);
    headers.set("idempotency-key", `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`);
    return { ...init, headers };
  };
  const join = async (input, init) => {
    const response = reached(input, keyed(input, init));
    joining.add(response);
    try {
      const { event_id: event } = await (await response).clone().json();
      if (event && !answeredEarly.delete(event)) unanswered.add(event);
    } catch { /* no event began: Gradio reports it */ } finally {
      joining.delete(response);
      if (!joining.size) answeredEarly.clear();
    }
    return response;
  };

  // Whether this message ends the stream.
  const closes = async (message) => {
    const { msg, event_id: event } = JSON.parse(message.replace(/^data: /, ""));
    if (msg === "process_completed" && !unanswered.delete(event) && joining.size) answeredEarly.add(event);
    if (!unanswered.size && !joining.size) window.verbatim.lastTaken = null; // it has its answer
    if (msg !== "close_stream") return false;
    await Promise.allSettled(joining);
    return true;
  };
  const opened = (request) => persistent(() => loggedIn(request.clone()));
  async function* messages(body) {
    let text = "";
    for await (const chunk of chunks(body.pipeThrough(new TextDecoderStream()))) {
      const whole = (text + chunk).split("\n\n");
      text = whole.pop();
      yield* whole;
    }
  }
  async function* chunks(body) { // a stream is not iterable in every browser
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  }
  async function* forward(first, request) {
    for (let body = first.body; body; ) {
      const current = body;
      body = null;
      for await (const message of messages(current)) {
        const closing = await closes(message);
        if (closing && unanswered.size) body = (await opened(request)).body;
        else yield `${message}\n\n`;
      }
    }
  }
  const stream = async (input, init) => {
    const request = new Request(input, init), first = await opened(request);
    if (!first.ok) return first;
    const forwarded = forward(first, request), encoder = new TextEncoder();
    const body = new ReadableStream({
      async pull(controller) {
        const { done, value } = await forwarded.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: () => forwarded.return(),
    });
    return new Response(body, { headers: first.headers });
  };

  const wrapped = { "/queue/join": join, "/queue/data": stream, "/app_id": loggedIn };
  window.fetch = (input, init) => {
    const { pathname } = new URL(input.url ?? input, location.href);
    const path = Object.keys(wrapped).find((end) => pathname.endsWith(end));
    return path ? wrapped[path](input, init) : originalFetch(input, init);
  };
})();
