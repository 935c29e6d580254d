# Each target is one word of the start program, `python3 -m launch WORD`; see launch/commands.py.
#   make run         bring everything up and serve on 127.0.0.1:8000 (PORT=, HOST=)
#   make install     the same without serving, for production (docs/operations.md)
#   make test        all tests (TESTS="tests/units -k name" for some, FORBID_SKIPS=1 to allow no skip)
#   make lint        ruff, mypy, import-linter, djlint, migrations and catalogue complete
#   make bench       measure every page; writes docs/benchmarks.md
#   make messages    bring locale/vi/LC_MESSAGES/django.po in line with the sources
#   make screenshots take the user guides' pictures anew (while make run serves)
#   make lock        write requirements*.txt anew from requirements*.in
#   make shell-db    psql on the embedded database
#   make reset-demo  throw the demonstration's data away and load them anew
#   make clean       remove what was installed and generated; the database stays
PYTHON ?= python3
export VENV PORT HOST TESTS FORBID_SKIPS

WORDS := run install test lint bench messages screenshots lock shell-db reset-demo
.PHONY: $(WORDS) clean

$(WORDS):
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: install python3, or name it with PYTHON=" >&2; exit 1; }
	@exec $(PYTHON) -m launch $@

clean:
	rm -rf $(or $(VENV),.venv) node_modules staticfiles .data/stamps .data/logs .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find locale -name '*.mo' -delete
