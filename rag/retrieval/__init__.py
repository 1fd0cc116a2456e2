"""A question to its hits: search, fusion, reranking."""
