# make run: serve the page. make test: the whole suite. Everything else: make help.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INDEX := index
EVAL ?= ../shared/eval
PORT ?= 7860

.PHONY: help run index test soak lint audit corpus images bench-page bench-retrieval bench-answers clean

help:
	@echo "run              build the index over corpus/ if need be, serve http://127.0.0.1:$(PORT)"
	@echo "test             the whole test suite, the browser's part too where chromium is here"
	@echo "soak             faults, hostile files, load: the long forms: some hours on two cores"
	@echo "lint             ruff and mypy"
	@echo "audit            known faults and licences of what is installed"
	@echo "corpus           write the sample library again from its sources"
	@echo "images           draw docs/images/ anew, where chromium is here"
	@echo "bench-page       how fast the page starts and answers, where chromium is here"
	@echo "bench-retrieval  retrieval on the labelled sets of EVAL=$(EVAL)"
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

# `rag index` takes a second to see that no document changed, find some milliseconds to see that
# nothing is newer than the last look. A folder is newer once a file was added or taken away.
index: $(VENV)/installed
	@test -e $(INDEX)/looked \
		&& test -z "$$(find corpus rag/models -newer $(INDEX)/looked -print -quit)" \
		|| { mkdir -p $(INDEX) && touch $(INDEX)/looking \
		&& $(BIN)/rag index corpus --index $(INDEX) && mv $(INDEX)/looking $(INDEX)/looked; }

run: index
	$(BIN)/rag serve --index $(INDEX) --port $(PORT)

test: $(VENV)/developing
	sh tests/prepare.sh
	$(BIN)/pytest -n 2 --dist loadfile

# Independent of one another; each is bounded, and ends with 1 where anything was lost.
soak: $(VENV)/developing
	$(BIN)/python bench/kill_indexing.py --kills 200 --minutes 90
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

images: index $(VENV)/developing
	$(BIN)/python bench/images.py --index $(INDEX)

bench-page: index $(VENV)/developing
	$(BIN)/python bench/page.py --index $(INDEX) --out bench/RESULTS.md

bench-retrieval: $(VENV)/developing
	$(BIN)/python bench/retrieval.py $(EVAL) --out bench/RESULTS.md

bench-answers: $(VENV)/developing
	$(BIN)/python bench/answers.py $(EVAL) --out bench/RESULTS.md

clean:
	rm -rf $(VENV) build *.egg-info
