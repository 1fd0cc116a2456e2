"""The builder of the sample library, ``corpus/``, from the texts in ``sources/``.

``python -m bench.corpus.build`` writes it, the same bytes each time.
"""
