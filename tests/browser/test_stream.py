"""A slow network between the page and its server: no question gets lost, none is sent twice."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Route

from browser.visit import Visit

pytestmark = pytest.mark.browser
QUESTION = "When do the reading rooms open?"
CLAIMS = " ".join(f"{number} reading rooms open at nine." for number in range(2, 40))


# Each message of one kind from the server, and all after it, reaches the page late.
_LATE = """
const ask = window.fetch;
window.late = 0;
window.fetch = async (input, init) => {
  const answer = await ask(input, init);
  if (!new URL(input.url ?? input, location.href).pathname.endsWith("/queue/data")) return answer;
  const decoder = new TextDecoder(), encoder = new TextEncoder();
  let text = "";
  const late = new TransformStream({
    async transform(chunk, controller) {
      const messages = (text + decoder.decode(chunk, { stream: true })).split("\\n\\n");
      text = messages.pop();
      for (const message of messages) {
        if (message.startsWith(`data: {"msg":"${KIND}`)) {
          window.late += 1;
          await new Promise((then) => setTimeout(then, 500));
        }
        controller.enqueue(encoder.encode(`${message}\\n\\n`));
      }
    },
  });
  return new Response(answer.body.pipeThrough(late), { headers: answer.headers });
};
"""


def _late(kind: str) -> str:
    return f"const KIND = '{kind}';{_LATE}"


def test_a_question_asked_while_the_stream_is_closing_is_answered(visit: Visit) -> None:
    visit.page.add_init_script(_late("close_stream"))
    page = visit.open()
    box = page.locator("#v-question-box textarea")
    for turns in range(3):
        page.wait_for_function(f"window.late > {turns}")
        box.fill(QUESTION)
        box.press("Enter")
        page.locator(".v-turn .v-statement").nth(turns).wait_for()
    assert visit.faults == []


def test_a_question_sent_before_the_last_answer_has_ended_is_answered_after_it(
    visit: Visit,
) -> None:
    visit.page.add_init_script(_late("process_completed"))
    page = visit.open()
    box, send = page.locator("#v-question-box textarea"), page.locator("#v-send")
    for turns in range(3):
        box.fill(QUESTION)
        send.click() if turns else box.press("Enter")
        page.locator(".v-turn .v-statement").nth(turns).wait_for()  # shown, and not yet ended
    assert page.locator(".v-turn").count() == 3
    assert visit.faults == []


def test_a_double_click_sends_nothing_that_is_typed_since(visit: Visit) -> None:
    visit.page.add_init_script(_late("process_"))  # the box is emptied late, too
    page = visit.open()
    box, send = page.locator("#v-question-box textarea"), page.locator("#v-send")
    box.fill(QUESTION)
    send.click()
    page.wait_for_timeout(300)
    send.click()
    page.locator(".v-turn").wait_for()
    box.fill("Who is")
    page.locator(".v-turn .v-statement").wait_for()
    page.wait_for_timeout(4_000)  # the answer has ended
    assert box.input_value() == "Who is"
    assert page.locator(".v-turn").count() == 1


def test_what_is_typed_right_after_enter_stays_in_the_box(visit: Visit) -> None:
    page = visit.open()
    box = page.locator("#v-question-box textarea")
    box.fill(QUESTION)
    box.press("Enter")
    page.keyboard.type("Who is the", delay=20)
    page.locator(".v-turn .v-statement").wait_for()
    assert box.input_value() == "Who is the"
    assert page.locator(".v-question").all_inner_texts() == [QUESTION]
    assert visit.faults == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Le serveur est injoignable"), ("en", "The server cannot be reached")],
)
def test_a_question_sent_without_a_network_waits_and_is_answered(
    visit: Visit, language: str, said: str
) -> None:
    visit.page.context.set_extra_http_headers({"accept-language": language})
    page = visit.open()
    page.locator(f"html[lang={language}] #v-examples button").first.wait_for()
    page.wait_for_timeout(1_000)  # the streams of the page itself are closed
    page.context.set_offline(True)
    box = page.locator("#v-question-box textarea")
    box.fill(QUESTION)
    box.press("Enter")
    page.locator(".v-connection-lost", has_text=said).wait_for()
    page.wait_for_timeout(3_000)  # another try
    assert page.locator(".v-connection-lost").count() == 1
    assert "Connection" not in page.locator("body").inner_text()
    page.context.set_offline(False)
    page.locator(".v-turn .v-statement").wait_for()
    assert page.locator(".v-turn").count() == 1
    assert page.locator(".v-connection-lost").count() == 0


def test_a_network_that_goes_before_the_answer_can_be_fetched_is_waited_for(visit: Visit) -> None:
    page = visit.open()
    page.wait_for_timeout(1_000)  # the streams of the page itself are closed
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.abort("internetdisconnected")

    page.route("**/queue/data**", lose_the_first)
    visit.ask(QUESTION)
    assert len(lost) == 1
    assert "Connection" not in page.locator("body").inner_text()
    assert page.locator(".v-turn").count() == 1
    assert visit.faults == []


@pytest.mark.parametrize("first", [True, False])
def test_a_question_whose_response_was_lost_is_asked_once(visit: Visit, first: bool) -> None:
    """The server has it, and the page cannot know: it sends it again, and it is the same."""
    page = visit.open()
    if not first:
        visit.ask(QUESTION)
        page.wait_for_timeout(1_000)  # the stream of the first answer is closed
    assert _asked_with_a_lost_response(visit, 0 if first else 1) == 1


def test_a_question_answered_before_its_lost_response_is_asked_once(visit: Visit) -> None:
    """The answer comes in the stream of an event before it, which ends before the next try."""
    page = visit.open()
    visit.tab("Vérifier")
    page.locator("#v-claims-box textarea").fill(CLAIMS)
    page.locator("#v-check-send").click()
    visit.tab("Demander")
    assert _asked_with_a_lost_response(visit, 0, answered_in=8.0) == 1


def _asked_with_a_lost_response(visit: Visit, turns: int, answered_in: float = 0.0) -> int:
    """How many events of the server a question becomes whose first response the page loses.

    It is lost once the server had that many seconds to answer.
    """
    page = visit.page
    lost: list[str | None] = []
    events: set[str] = set()

    def lose_the_first(route: Route) -> None:
        response = route.fetch()
        if QUESTION not in (route.request.post_data or ""):  # the page still loads
            route.fulfill(response=response)
            return
        events.add(response.json()["event_id"])
        if not lost:
            lost.append(route.request.post_data)
            time.sleep(answered_in)
            route.abort("connectionreset")
        else:
            route.fulfill(response=response)

    page.route("**/queue/join**", lose_the_first)
    box = page.locator("#v-question-box textarea")
    box.fill(QUESTION)
    box.press("Enter")
    page.locator(".v-turn .v-statement").nth(turns).wait_for()
    page.wait_for_timeout(3_000)
    assert len(lost) == 1
    assert page.locator(".v-turn").count() == turns + 1
    asked = len(events)
    visit.ask(QUESTION)  # the page goes on
    assert visit.faults == []
    return asked
