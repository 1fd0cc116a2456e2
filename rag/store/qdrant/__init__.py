"""The passages of an index in Qdrant: vectors and terms, a collection for a line of generations.

``vocabulary`` is the file of a generation that says which terms and collection are its own.
"""

from rag.store.qdrant.engine import QdrantEngine

__all__ = ["QdrantEngine"]
