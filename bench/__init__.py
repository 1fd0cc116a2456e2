"""Measurements of Verbatim, a script each: ``python -m bench.NAME`` from the repository root.

Quality, on labelled questions and claims; RESULTS.md holds the figures:

- ``answers``: answers and refusals, end to end
- ``retrieval``: BM25, each encoder alone, and the hybrid
- ``ablation``: retrieval without one of its parts
- ``glossary``: retrieval across languages with a glossary
- ``passage_length``: passages cut at several lengths
- ``calibrate``: questions that are refused, and those that are answered by mistake
- ``weights``, ``choice``: the weights that rank sentences, and the confidence, fitted
- ``small_libraries``: libraries of a few documents
- ``followups``: questions that depend on the conversation
- ``claims``, ``altered_claims``: verdicts on labelled claims, and on sentences changed by rule
- ``disagreements``: which pairs of sentences are warned of, and which of the warnings are true
- ``claim_weights``: the weights of what speaks for a sentence as evidence on a claim, fitted
- ``quotes``: page, label and words of quotes over generated PDFs

Speed:

- ``costs``: time and memory of encoders
- ``ingest``: reading, indexing and answering over a folder
- ``size_costs``: what a library costs as it grows
- ``page``: the page in a browser

Reliability; RELIABILITY.md holds the figures:

- ``kill_indexing``: indexing killed at random moments
- ``damage``: damaged index files
- ``fuzz``, ``fuzz_web``: damaged and hostile documents, and sites
- ``load``: many readers while a curator indexes (``load_scenario`` holds the service and its users)

Dependencies: ``audit`` (known vulnerabilities) and ``licences``.

Parts of the documentation: ``images`` (screenshots), ``architecture`` (the drawing), ``trace`` (the
worked example), ``schemas`` (the JSON Schemas of answers). ``corpus`` builds the sample library.

Shared by the scripts: ``report`` (Markdown tables and sections), ``set_indexes`` (indexes of
labelled sets), ``browser`` (a running server and a browser). ``choice_data`` and
``choice_measures`` hold what ``choice`` fits and measures.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent  # of the repository
