"""Ask one question over HTTP, with the standard library only.

    rag serve                                   # in another terminal
    python examples/http_client.py "Who certified the accounts of 2023?"

Where the service has accounts, put a token made with `rag token add NAME` into the environment
variable VERBATIM_TOKEN. It exits with 0 when the documents answer, 3 when they do not, 1 on an
error.
"""

import argparse
import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any


def ask(address: str, question: str, token: str = "") -> dict[str, Any]:
    """The answer of the service at an address, as the JSON object it sends.

    Raises urllib.error.HTTPError when the service refuses the request, and URLError when no
    service is there.
    """
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{address}/v1/ask", data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=60) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


def main() -> int:
    """Read the command line, ask, print the quotes or what went wrong."""
    parser = argparse.ArgumentParser(description="Ask one question of a running service.")
    parser.add_argument("question")
    parser.add_argument("--address", default="http://127.0.0.1:7860")
    options = parser.parse_args()
    try:
        answer = ask(options.address, options.question, os.environ.get("VERBATIM_TOKEN", ""))
    except urllib.error.HTTPError as error:
        with error:  # the body says what is wrong, in French and in English
            print(json.load(error)["message_en"], file=sys.stderr)
        return 1
    except urllib.error.URLError as error:
        print(f"{options.address}: {error.reason}", file=sys.stderr)
        return 1
    for citation in answer["citations"]:
        print(f"[{citation['n']}] {citation['quote']}\n    {citation['permalink']}")
    return 0 if answer["found"] else 3


if __name__ == "__main__":
    sys.exit(main())
