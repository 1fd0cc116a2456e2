// Gradio loses an event that is sent while its stream is being closed: its server closes the stream
// when nothing is left to do, its page opens no other until word of that arrives, and that word
// also ends the wait for what was sent meanwhile. Here the word is held back while something is
// unanswered, and the answer is read from a stream opened anew. (Seen in 6.31.)
"use strict";

(() => {
  const ask = window.fetch;
  const joining = new Set(), unanswered = new Set();

  const join = async (input, init) => {
    const answer = ask(input, init);
    joining.add(answer);
    try {
      const { event_id: event } = await (await answer).clone().json();
      if (event) unanswered.add(event);
    } catch { /* no event began: Gradio tells of it */ } finally { joining.delete(answer); }
    return answer;
  };

  // Whether the stream ends with this message.
  const closes = async (message) => {
    const { msg, event_id: event } = JSON.parse(message.replace(/^data: /, ""));
    if (msg === "process_completed") unanswered.delete(event);
    if (msg !== "close_stream") return false;
    await Promise.allSettled(joining);
    return true;
  };
  async function* messages(body) {
    let text = "";
    for await (const piece of pieces(body.pipeThrough(new TextDecoderStream()))) {
      const whole = (text + piece).split("\n\n");
      text = whole.pop();
      yield* whole;
    }
  }
  async function* pieces(body) { // a stream is not iterable in every browser
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  }
  async function* answers(first, again) {
    for (let body = first.body; body; ) {
      const read = body;
      body = null;
      for await (const message of messages(read)) {
        const closing = await closes(message);
        if (closing && unanswered.size) body = (await ask(again.clone())).body;
        else yield `${message}\n\n`;
      }
    }
  }
  const stream = async (input, init) => {
    const request = new Request(input, init), first = await ask(request.clone());
    if (!first.ok) return first;
    const told = answers(first, request), encoder = new TextEncoder();
    const body = new ReadableStream({
      async pull(controller) {
        const { done, value } = await told.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: () => told.return(),
    });
    return new Response(body, { headers: first.headers });
  };

  const ours = { "/queue/join": join, "/queue/data": stream };
  window.fetch = (input, init) => {
    const { pathname } = new URL(input.url ?? input, location.href);
    const mended = Object.keys(ours).find((end) => pathname.endsWith(end));
    return mended ? ours[mended](input, init) : ask(input, init);
  };
})();
