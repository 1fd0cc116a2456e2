"""A library inside LangChain and LlamaIndex; each needs its extra, and is imported by its name.

``from rag.integrations.langchain import VerbatimRetriever``
``from rag.integrations.llamaindex import VerbatimIndexRetriever``
"""
