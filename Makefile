# `make` renders the study into _site/; it needs Python 3.11 or later, and make. `make test` needs Chromium too.
# `make CORPUS=path` works on another folder of articles, and writes into that folder only; GROUP=column and
# PERIOD=Y, Q, M or D set what the columns of its figures are.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
PIP = .venv/bin/python -m pip install --disable-pip-version-check --quiet
# What numba compiles is kept: compiled here once, it need not be compiled by each notebook at the same time.
COMPILE = from methods.repair.article import repair_text; repair_text('網(wǎng)上的人說,網(wǎng)絡(luò)很好,絡(luò)?!')
# A value is taken as it is: a folder may be called $(x) or `x`, and neither make nor a shell may run it.
override CORPUS := $(value CORPUS)
override GROUP := $(value GROUP)
override PERIOD := $(value PERIOD)
export CORPUS GROUP PERIOD
# What opening and saving in JupyterLab changes in a notebook is kept out of git: outputs, and the kernel's version.
STRIP = --keep-id --extra-keys "$(addprefix metadata.language_info.,codemirror_mode file_extension mimetype \
	nbconvert_exporter pygments_lexer version)"

.PHONY: all test lab clean

all: .venv/ready
	@.venv/bin/python -m methods.pages

test: .venv/tools
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lab: .venv/ready
	@! git rev-parse --git-dir >/dev/null 2>&1 || \
		git config filter.notebooks.clean '"$(CURDIR)/.venv/bin/nbstripout" $(STRIP)'
	@CORPUS=$$(.venv/bin/python -c 'import os; c = os.environ.get("CORPUS"); print(os.path.abspath(c) if c else "")') \
	.venv/bin/jupyter lab --config="$(CURDIR)/notebooks/jupyter_lab_config.py" $(firstword $(sort $(wildcard notebooks/*.ipynb)))

clean:
	rm -rf .cache "$${CORPUS:-.}/_site"

.venv/ready: requirements.txt constraints.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "This needs Python 3.11 or later, and found none."; exit 1; }
	@echo "Setting up .venv, which takes a minute or two"
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements.txt
	@.venv/bin/python -c "$(COMPILE)"
	@touch $@

.venv/tools: .venv/ready requirements-dev.txt
	$(PIP) -r requirements-dev.txt
	@touch $@
