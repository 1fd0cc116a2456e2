# make run: serve the page. make test: the whole suite. Everything else: make help.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What is set on the command line is for this run, not for a make that a test starts.
MAKEOVERRIDES =
INDEX := index
EVAL ?= ../shared/eval
DATA ?= ../shared
SAMPLE ?= 400
PORT ?= 7860

.PHONY: help run index test coverage soak lint audit corpus golden images bench-page bench-retrieval \
	bench-answers clean

help:
	@echo "run              build the index over corpus/ if need be, serve http://127.0.0.1:$(PORT)"
	@echo "test             the whole test suite, the browser's part too where chromium is here"
	@echo "coverage         the same, and how much of rag/ it runs; fails under the floor"
	@echo "soak             faults, hostile files, load: the long forms: twenty minutes to two hours"
	@echo "lint             ruff and mypy"
	@echo "audit            known faults and licences of what is installed"
	@echo "corpus           write the sample library again from its sources"
	@echo "golden           write the table of what the sample library answers, tests/data/golden.json"
	@echo "images           draw docs/images/ anew, where chromium is here"
	@echo "bench-page       how fast the page starts and answers, where chromium is here"
	@echo "bench-retrieval  retrieval on the labelled sets of EVAL=$(EVAL), costs, ablation, curve;"
	@echo "                 trains the static student first, from DATA=$(DATA); an hour or two"
	@echo "bench-answers    answers and refusals on the same sets"

# The stamps say what is installed; they are made again when pyproject.toml changes.
$(VENV)/installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q -e .
	@touch $@

$(VENV)/developing: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q -e '.[dev]'
	@touch $@ $(VENV)/installed

$(VENV)/training: pyproject.toml $(VENV)/developing
	$(BIN)/pip install -q -e '.[dev,train]'
	@touch $@

# `rag index` takes a second to see that no document changed, find some milliseconds to see that
# nothing is newer than the last look. A folder is newer once a file was added or taken away.
# What reads files counts too: after an update the documents are read again, and encoded where
# their passages changed.
READ_BY := rag/models $(wildcard rag/*.py) $(shell find rag/readers rag/language -name '*.py')
index: $(VENV)/installed
	@test -e $(INDEX)/looked \
		&& test -z "$$(find corpus $(READ_BY) -newer $(INDEX)/looked -print -quit)" \
		|| { mkdir -p $(INDEX) && touch $(INDEX)/looking \
		&& $(BIN)/rag index corpus --index $(INDEX) && mv $(INDEX)/looking $(INDEX)/looked; }

run: index
	$(BIN)/rag serve --index $(INDEX) --port $(PORT)

SUITE := $(BIN)/pytest -n 2 --dist loadfile --max-worker-restart 0

test: $(VENV)/developing
	sh tests/prepare.sh
	$(SUITE)

coverage: $(VENV)/developing
	sh tests/prepare.sh
	$(SUITE) --cov --cov-report=term

# Independent of one another; each is bounded, and ends with 1 where anything was lost.
soak: $(VENV)/developing
	$(BIN)/python bench/kill_indexing.py --kills 200 --files 6 --minutes 60
	$(BIN)/python bench/damage.py --tries 200
	$(BIN)/python bench/fuzz.py --count 1000 --minutes 60
	$(BIN)/python bench/load.py --readers 50 --seconds 300

lint: $(VENV)/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

audit: $(VENV)/developing
	$(BIN)/python bench/licences.py
	$(BIN)/python bench/audit.py

corpus: $(VENV)/developing
	$(BIN)/python bench/corpus/build.py

golden: $(VENV)/developing
	$(BIN)/python tests/golden.py

images: index $(VENV)/developing
	$(BIN)/python bench/images.py --index $(INDEX)
	$(BIN)/python bench/architecture.py
	$(BIN)/python bench/trace.py --out docs/architecture.md

bench-page: index $(VENV)/developing
	$(BIN)/python bench/page.py --index $(INDEX) --out bench/RESULTS.md

# The static student is not shipped: it is trained here to be compared (four minutes of a core),
# and left out where its data is not at hand. Indexes stay in build/, for the next time.
TRAINABLE := $(wildcard $(DATA)/train/parallel.tsv.gz)
STATIC := $(if $(TRAINABLE),build/verbatim-static)
COMPARED := all-minilm-l6-v2 $(STATIC) verbatim-fr-en
BENCH := $(BIN)/python bench
RESULTS := --out bench/RESULTS.md
CURVE := bench/images/learning-curve

bench-retrieval: $(VENV)/training $(STATIC)
	$(BENCH)/retrieval.py $(EVAL) --encoders $(COMPARED) --sample $(SAMPLE) --keep build/indexes \
		--note "$(if $(STATIC),,Without the static student: its training data is not at hand.)" $(RESULTS)
	$(BENCH)/retrieval.py $(EVAL) --keep build/indexes --section retrieval-full $(RESULTS)
	$(BENCH)/costs.py $(EVAL) --encoders $(COMPARED) $(RESULTS)
	$(BENCH)/ablation.py $(EVAL) --sample 200 --keep build/indexes $(RESULTS)
	$(BIN)/python train/curve.py $(CURVE).tsv $(CURVE).svg

build/verbatim-static: | $(VENV)/training
	TEACHER=$$($(BIN)/python -c 'from rag.encoders import folder_of; print(folder_of("all-minilm-l6-v2"))') && \
	$(BIN)/python train/vocabulary.py $(DATA) $$TEACHER build/vocabulary && \
	$(BIN)/python train/static.py $(DATA) $$TEACHER build/vocabulary build/static --keep-every 125
	$(BIN)/python train/evaluate.py $(EVAL) build/static/kept/* --model static --points $(CURVE).tsv \
		--sets piaf-fr cross-fr-en-faq cross-en-fr-faq
	mv build/static/model $@

bench-answers: $(VENV)/developing
	$(BENCH)/answers.py $(EVAL) --sample 700 $(RESULTS)
	$(BENCH)/calibrate.py $(EVAL) --keep build/indexes --images bench/images $(RESULTS)
	$(BENCH)/small.py $(EVAL) $(RESULTS)

clean:
	rm -rf $(VENV) build *.egg-info
