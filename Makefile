# One word for each thing one wants. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help lab site lite quick test extras node check format pins badges records clean
# What a learner needs, and what developers need besides.
LAB := .venv/.lab
READY := .venv/.ready
# Apart from both: JupyterLab would load what is meant for JupyterLite.
LITE := .venv/jupyterlite
# Kernels and tests find the programs of .venv first, `dot` and `node` among them.
RUN := PATH="$(CURDIR)/.venv/bin:$$PATH"
START := notebooks/00_start_here.ipynb
# Images for containers often set it: every kernel would compile every module anew, for a second each.
unexport PYTHONDONTWRITEBYTECODE
# The panel of extensions would ask the internet for a list; the set-up has silenced what else would.
QUIET := --LabApp.extension_manager=readonly
# In a container there is often nobody but root, whom Jupyter turns away unless it is told.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)
ARGS ?=
# Two at a time, each with a browser of its own, file by file in the order that they are listed in;
# of the walks through lessons one lesson at a time (tests/conftest.py).
PAIR := -n 2 --dist loadfile --no-loadscope-reorder

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile
	@echo 'Pass more with ARGS, e.g. make lab ARGS="--no-browser --port 9999", make test ARGS="-k trees".'
	@echo 'PYTHON=python3.12 chooses the Python for the first set-up.'

lab: $(LAB) ## set up what a learner needs and open the first lesson in JupyterLab
	@$(RUN) jupyter lab --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/$(START) $(QUIET) $(AS_ROOT) $(ARGS)

site: $(READY) ## write the course as pages into _site, to be served from anywhere
	$(RUN) python -m web.build $(if $(PYODIDE),--pyodide "$(PYODIDE)") $(ARGS)

lite: $(LITE) ## write the notebooks in JupyterLite into _site/lite, to be changed and run in a browser
	$(RUN) PYTHONPATH="$(CURDIR)/$(LITE)" python -m web.lite $(if $(PYODIDE),--pyodide "$(PYODIDE)") $(ARGS)

test: $(READY) node ## set everything up and run all tests
	@sh scripts/browser.sh
	$(RUN) python -m pytest $(PAIR) $(ARGS)
	@echo 'Not run here: make extras (what needs a folder with Pyodide, torch, Spark, a hub, or vectors of others).'

quick: $(READY) node ## the tests that a change waits for: units, and each widget once in a page without a kernel
	@sh scripts/browser.sh
	$(RUN) python -m pytest $(PAIR) -m "not slow" $(ARGS)

extras: $(READY) ## the tests that need more than a fresh machine has; each says what
	$(RUN) python -m pytest -m extras tests/extras $(ARGS)

node: $(READY) # the tests of the page's pure parts
	$(if $(wildcard tests/js),$(RUN) node --test "tests/js/*.test.*js")

check: $(READY) ## what CI asks of the code: format, lint, types
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) npm run --silent check

format: $(READY) ## format the code and mend what ruff and biome can mend
	$(RUN) ruff format .
	$(RUN) ruff check --fix .
	$(RUN) npm run --silent format

PINS := uv pip compile pyproject.toml --universal --python-version 3.11 --group build --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make pins" --quiet
pins: ## write requirements*.txt anew (needs uv; ARGS=--upgrade moves to newer versions)
	$(PINS) --extra test --extra dev -o requirements-dev.txt $(ARGS)
	$(PINS) --extra lab -c requirements-dev.txt -o requirements.txt $(ARGS)

badges: $(READY) ## write the README's table of lessons, and lesson 00's of what people ask
	$(RUN) python scripts/badges.py
	$(RUN) python scripts/asked.py

records: $(READY) ## measure anew what lessons show from data files (minutes; another machine, other times)
	$(RUN) python scripts/records.py $(ARGS)

clean: ## remove the environment and what tools left behind
	rm -rf .venv node_modules .pytest_cache .ruff_cache .mypy_cache build dist _site *.egg-info
	find w2v_lab notebooks scripts tests \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

SETUP := pyproject.toml scripts/setup.sh $(wildcard scripts/labconfig/*)
$(LAB): requirements.txt $(SETUP)
	@bash scripts/setup.sh lab
	@touch $@

$(READY): requirements-dev.txt $(SETUP) $(wildcard package.json package-lock.json)
	@bash scripts/setup.sh all
	@touch $(LAB) $@

$(LITE): $(READY)
	@bash scripts/setup.sh lite $@
	@touch $@
