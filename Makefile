# One word for each thing one wants. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help lab test check format pins badges clean
READY := .venv/.ready
# Kernels and tests find the programs of .venv first, `dot` among them.
RUN := PATH="$(CURDIR)/.venv/bin:$$PATH"
START := notebooks/00_start_here.ipynb
# The panel of extensions would ask the internet for a list; the set-up has silenced what else would.
QUIET := --LabApp.extension_manager=readonly
# In a container there is often nobody but root, whom Jupyter turns away unless it is told.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)
ARGS ?=
# Two at a time, each with a browser of its own, file by file in the order that they are listed in.
PAIR := -n 2 --dist loadfile --no-loadscope-reorder

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile
	@echo 'Pass more with ARGS, e.g. make lab ARGS="--no-browser --port 9999", make test ARGS="-k trees".'
	@echo 'PYTHON=python3.12 chooses the Python for the first set-up.'

lab: $(READY) ## set everything up and open the first lesson in JupyterLab
	@$(RUN) jupyter lab --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/$(START) $(QUIET) $(AS_ROOT) $(ARGS)

test: $(READY) ## set everything up and run all tests
	@sh scripts/browser.sh
	$(RUN) python -m pytest $(PAIR) $(ARGS)

check: $(READY) ## what CI asks of the code: format, lint, types
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy

format: $(READY) ## format the code and mend what ruff can mend
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

pins: ## write requirements.txt anew (needs uv; ARGS=--upgrade moves to newer versions)
	uv pip compile pyproject.toml --universal --python-version 3.11 --extra lab --extra test --extra dev \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make pins" --quiet -o requirements.txt $(ARGS)

badges: $(READY) ## write the README's table of lessons and Binder links
	$(RUN) python scripts/badges.py

clean: ## remove the environment and what tools left behind
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache build dist *.egg-info
	find w2v_lab notebooks scripts tests \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

$(READY): pyproject.toml requirements.txt scripts/setup.sh
	@bash scripts/setup.sh
	@touch $@
