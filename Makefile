# make run serves the page, make test runs the whole suite, make help lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Variables set on the command line are for this run, not for a make that a test starts.
MAKEOVERRIDES =
INDEX := index
EVAL ?= ../shared/eval
DATA ?= ../shared
SAMPLE ?= 400
PORT ?= 7860
TESTS ?=

.PHONY: help run index try test coverage soak lint audit corpus golden images bench-page bench-retrieval \
	bench-answers clean

help:
	@echo "run              index corpus/ if it changed, serve http://127.0.0.1:$(PORT)"
	@echo "try              index the sample library and ask one question, with what \`run\` installs"
	@echo "test             run the whole test suite, with the browser tests if chromium is installed;"
	@echo "                 TESTS='not browser' runs those without these marks"
	@echo "coverage         the same, and measure how much of rag/ it executes"
	@echo "soak             the long tests of faults, hostile files, load and attacks: 25 minutes to 2 hours"
	@echo "lint             run ruff and mypy"
	@echo "audit            list known vulnerabilities and licences of the installed packages"
	@echo "corpus           rebuild the sample libraries from their sources"
	@echo "golden           rewrite tests/data/golden.json, what the sample library answers"
	@echo "images           redraw docs/images/ (needs chromium)"
	@echo "bench-page       measure how fast the page starts and answers (needs chromium)"
	@echo "bench-retrieval  measure retrieval on the labelled sets of EVAL=$(EVAL), costs, ablation,"
	@echo "                 learning curve; trains the static student from DATA=$(DATA); 1 to 2 hours"
	@echo "bench-answers    measure answers and refusals on the same sets"
	@echo "clean            delete .venv and what was built; the index stays"

# These files record what is installed; a newer pyproject.toml makes pip run again.
# What the shipped models need is installed first. The tests need torch too.
$(VENV)/installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python deploy/slim.py > $(VENV)/slim.txt
	$(BIN)/pip install -q -r $(VENV)/slim.txt
	$(BIN)/pip install -q --no-deps -e .
	@touch $@

$(VENV)/developing: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q -e '.[dev]'
	@touch $@ $(VENV)/installed

$(VENV)/training: pyproject.toml $(VENV)/developing
	$(BIN)/pip install -q -e '.[dev,train]'
	@touch $@

# `rag index` needs a second to see that no document changed; `find` needs a few milliseconds to see
# that nothing is newer than the last run. A folder becomes newer when a file is added or removed.
# The code that reads files counts too: after an update, documents are read again, and passages
# that changed are encoded.
READ_BY := rag/models $(wildcard rag/*.py) $(shell find rag/readers rag/language -name '*.py')
index: $(VENV)/installed
	@test -e $(INDEX)/looked \
		&& test -z "$$(find corpus $(READ_BY) -newer $(INDEX)/looked -print -quit)" \
		|| { mkdir -p $(INDEX) && touch $(INDEX)/looking \
		&& $(BIN)/rag index corpus --index $(INDEX) && mv $(INDEX)/looking $(INDEX)/looked; }

run: index
	$(BIN)/rag serve --index $(INDEX) --port $(PORT)

try: $(VENV)/installed
	$(BIN)/rag index corpus --index $(VENV)/tried
	$(BIN)/rag ask 'Qui préside Ai Movement ?' --index $(VENV)/tried

SUITE := $(BIN)/pytest -n 2 --dist loadfile --max-worker-restart 0 $(if $(TESTS),-m '$(TESTS)')

test: $(VENV)/developing
	sh tests/prepare.sh
	$(SUITE)

coverage: $(VENV)/developing
	sh tests/prepare.sh
	$(SUITE) --cov --cov-report=term

# These do not depend on each other. Each has a limit, and exits with 1 if anything was lost.
soak: $(VENV)/developing
	$(BIN)/python -m bench.kill_indexing --kills 200 --files 6 --minutes 60
	$(BIN)/python -m bench.damage --tries 200
	$(BIN)/python -m bench.fuzz --count 1000 --minutes 60
	$(BIN)/python -m bench.fuzz_web --count 1000 --minutes 30
	$(BIN)/python -m bench.load --readers 50 --seconds 300
	$(BIN)/python -m bench.attacks --seconds 30

lint: $(VENV)/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

audit: $(VENV)/developing
	$(BIN)/python -m bench.licences
	$(BIN)/python -m bench.audit

corpus: $(VENV)/developing
	$(BIN)/python -m bench.corpus.build
	$(BIN)/python -m bench.corpus.build --formats

golden: $(VENV)/developing
	$(BIN)/python tests/golden.py

images: index $(VENV)/developing
	$(BIN)/python -m bench.images --index $(INDEX)
	$(BIN)/python -m bench.architecture
	$(BIN)/python -m bench.trace --out docs/architecture.md

bench-page: index $(VENV)/developing
	$(BIN)/python -m bench.page --index $(INDEX) --out bench/RESULTS.md

# The static student is not shipped. It is trained here for the comparison (four minutes on one
# core), and left out if its training data is missing. Indexes stay in build/ for the next run.
TRAINABLE := $(wildcard $(DATA)/train/parallel.tsv.gz)
STATIC := $(if $(TRAINABLE),build/verbatim-static)
COMPARED := all-minilm-l6-v2 $(STATIC) verbatim-fr-en
BENCH := $(BIN)/python -m bench
RESULTS := --out bench/RESULTS.md
CURVE := bench/images/learning-curve

bench-retrieval: $(VENV)/training $(STATIC)
	$(BENCH).retrieval $(EVAL) --encoders $(COMPARED) --sample $(SAMPLE) --keep build/indexes \
		--note "$(if $(STATIC),,Without the static student: its training data is not at hand.)" $(RESULTS)
	$(BENCH).retrieval $(EVAL) --keep build/indexes --section retrieval-full $(RESULTS)
	$(BENCH).costs $(EVAL) --encoders $(COMPARED) $(RESULTS)
	$(BENCH).ablation $(EVAL) --sample 200 --keep build/indexes $(RESULTS)
	$(BIN)/python -m train.curve $(CURVE).tsv $(CURVE).svg

build/verbatim-static: | $(VENV)/training
	TEACHER=$$($(BIN)/python -c 'from rag.encoders import folder_of; print(folder_of("all-minilm-l6-v2"))') && \
	$(BIN)/python -m train.vocabulary $(DATA) $$TEACHER build/vocabulary && \
	$(BIN)/python -m train.static $(DATA) $$TEACHER build/vocabulary build/static --keep-every 125
	$(BIN)/python -m train.evaluate $(EVAL) build/static/kept/* --model static --points $(CURVE).tsv \
		--sets piaf-fr cross-fr-en-faq cross-en-fr-faq
	mv build/static/model $@

bench-answers: $(VENV)/developing
	$(BENCH).answers $(EVAL) --sample 700 $(RESULTS)
	$(BENCH).calibrate $(EVAL) --keep build/indexes --images bench/images $(RESULTS)
	$(BENCH).choice $(EVAL) --keep build/indexes --images bench/images $(RESULTS)
	$(BENCH).small_libraries $(EVAL) $(RESULTS)

clean:
	rm -rf $(VENV) build *.egg-info
