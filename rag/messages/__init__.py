"""All sentences shown to people, in French and in English; one file for each place.

``answers`` speaks in answers, ``command`` in the terminal, ``page`` in the web page. Errors
carry their own sentences (``rag.errors``).
"""
