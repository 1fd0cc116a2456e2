"""Ask several questions as one conversation: each may refer to those before it.

    python examples/follow_up.py "Combien de piliers compte Ai Movement ?" "Quels sont-ils ?"

The library keeps no state between questions: the caller holds the conversation as a list of
exchanges and passes it with each question.
"""

import argparse
import sys

from rag import Exchange, Rag, RagError


def converse(library: Rag, questions: list[str]) -> None:
    """Ask the questions in order, each with the exchanges before it, and print the answers."""
    conversation: list[Exchange] = []
    for question in questions:
        answer = library.ask(question, conversation=conversation)
        print(f"> {question}")
        if answer.understood:
            print(f"  understood as: {answer.understood}")
        for citation in answer.citations:
            print(f"  [{citation.n}] {citation.quote} ({citation.path})")
        if not answer.found:
            print("  The documents do not answer this question.")
        conversation.append(Exchange.from_answer(answer))


def main() -> int:
    """Open the index once, then ask every question of the command line."""
    parser = argparse.ArgumentParser(description="Ask questions as one conversation.")
    parser.add_argument("questions", nargs="+", metavar="question")
    parser.add_argument("--index", default="index", help="folder written by `rag index`")
    options = parser.parse_args()
    try:
        converse(Rag.open(options.index), options.questions)
    except RagError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
