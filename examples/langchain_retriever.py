"""Give LangChain the verified quotes of your documents, each with its page.

    pip install 'langchain-core>=1.0,<2'
    python examples/langchain_retriever.py "Who certified the accounts of 2023?" --index index

It exits with 0 when the documents answer and 3 when they do not.
"""

import argparse
import sys

from langchain_core.runnables import RunnableLambda

from rag import Rag
from rag.integrations.langchain import VerbatimRetriever


def main() -> int:
    """Put a question through a chain, and print what a model would be given."""
    parser = argparse.ArgumentParser(description="Ask one question in LangChain.")
    parser.add_argument("question")
    parser.add_argument("--index", default="index", help="folder written by `rag index`")
    options = parser.parse_args()
    with Rag.open(options.index) as library:
        chain = VerbatimRetriever(library=library) | RunnableLambda(
            lambda found: [f"{one.page_content}\n    {one.metadata['permalink']}" for one in found]
        )
        quotes = chain.invoke(options.question)
    print("\n".join(quotes) or "The documents do not answer this question.")
    return 0 if quotes else 3


if __name__ == "__main__":
    sys.exit(main())
