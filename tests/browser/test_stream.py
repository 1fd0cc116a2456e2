"""A slow network between the page and its server: no question gets lost."""

from __future__ import annotations

import pytest

from browser.visit import Visit

pytestmark = pytest.mark.browser
QUESTION = "When do the reading rooms open?"

# The message that the server has closed the stream, and all after it, reaches the page late.
_LATE = """
const ask = window.fetch;
window.closing = 0;
const CLOSE = 'data: {"msg":"close_stream"';
window.fetch = async (input, init) => {
  const answer = await ask(input, init);
  if (!new URL(input.url ?? input, location.href).pathname.endsWith("/queue/data")) return answer;
  const decoder = new TextDecoder();
  const late = new TransformStream({
    async transform(chunk, controller) {
      const text = decoder.decode(chunk, { stream: true }), close = text.indexOf(CLOSE);
      const enqueue = (part) => part && controller.enqueue(new TextEncoder().encode(part));
      // One chunk may also hold the end of an answer, which must arrive in time: Gradio ignores
      // a second question until then.
      enqueue(close < 0 ? text : text.slice(0, close));
      if (close < 0) return;
      window.closing += 1;
      await new Promise((then) => setTimeout(then, 1500));
      enqueue(text.slice(close));
    },
  });
  return new Response(answer.body.pipeThrough(late), { headers: answer.headers });
};
"""


def test_a_question_asked_while_the_stream_is_closing_is_answered(visit: Visit) -> None:
    visit.page.add_init_script(_LATE)
    page = visit.open()
    box = page.locator("#v-question-box textarea")
    for turns in range(3):
        page.wait_for_function(f"window.closing > {turns}")
        box.fill(QUESTION)
        box.press("Enter")
        page.locator(".v-turn .v-statement").nth(turns).wait_for()
    assert visit.faults == []
