"""Give LlamaIndex the verified quotes of your documents, each with its page.

    pip install 'llama-index-core>=0.13,<0.15'
    python examples/llamaindex_retriever.py "Who certified the accounts of 2023?" --index index

It exits with 0 when the documents answer and 3 when they do not.
"""

import argparse
import sys

from llama_index.core.schema import MetadataMode

from rag import Rag
from rag.integrations.llamaindex import VerbatimIndexRetriever


def main() -> int:
    """Put a question to a retriever, and print each node as a model would be given it."""
    parser = argparse.ArgumentParser(description="Ask one question in LlamaIndex.")
    parser.add_argument("question")
    parser.add_argument("--index", default="index", help="folder written by `rag index`")
    options = parser.parse_args()
    with Rag.open(options.index) as library:
        nodes = VerbatimIndexRetriever(library).retrieve(options.question)
    for one in nodes:
        print(f"{one.node.get_content(MetadataMode.LLM)}\n    {one.node.id_}")
    if not nodes:
        print("The documents do not answer this question.")
    return 0 if nodes else 3


if __name__ == "__main__":
    sys.exit(main())
