"""A slow network between the page and its server: no question gets lost."""

from __future__ import annotations

import pytest

from browser.visit import Visit

pytestmark = pytest.mark.browser
QUESTION = "When do the reading rooms open?"

# The message that the server has closed the stream reaches the page late, and so does the rest.
_LATE = """
const ask = window.fetch;
window.closing = 0;
window.fetch = async (input, init) => {
  const answer = await ask(input, init);
  if (!new URL(input.url ?? input, location.href).pathname.endsWith("/queue/data")) return answer;
  const late = new TransformStream({
    async transform(chunk, controller) {
      if (new TextDecoder().decode(chunk).includes("close_stream")) {
        window.closing += 1;
        await new Promise((then) => setTimeout(then, 1500));
      }
      controller.enqueue(chunk);
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
