# One command runs the office, one tests it. README.md lists the settings.
PYTHON ?= python3
ARGS ?=
ONLY ?=

.PHONY: run web worker beat develop test bench chaos screens lighthouse sweep check format requirements clean
.DEFAULT_GOAL := run

run:
	@$(PYTHON) -m backoffice.up.install
	@exec .venv/bin/python -m backoffice.up

# One part alone, for offices of several machines. `make run` starts them all.
web worker beat:
	@$(PYTHON) -m backoffice.up.install
	@exec .venv/bin/python -m backoffice.up $@

develop:
	@$(PYTHON) -m backoffice.up.install dev
	@.venv/bin/python -m backoffice.up.assets

# In small chunks: journeys come last, and one worker would be left with all of them.
test: develop
	@exec .venv/bin/pytest -n 2 --maxschedchunk 8 $(ARGS)

# One figure a line; ONLY=filing for one of them. Sizes are variables: make chaos ONLY=filing TEXTS=500
bench chaos:
	@$(PYTHON) -m backoffice.up.install
	@exec .venv/bin/python -m $@ $(ONLY)

# What people see, of a demo office that is gone afterwards; AT=http://127.0.0.1:8000 looks at one that runs.
screens lighthouse: develop
	@exec .venv/bin/python -m looks $@

# Every page by the rules of axe, in every width and light; `make test` looks at the busiest alone.
sweep: develop
	@ONEQUEUE_SWEEP=all exec .venv/bin/pytest -q -n 0 tests/journeys/test_every_page.py $(ARGS)

# What a careful installation sets, with the tests' database.
PRODUCTION = env -u DATABASE_URL -u REDIS_URL ONEQUEUE_HOME=.onequeue/test ONEQUEUE_DEMO=0 ONEQUEUE_DEBUG=0 \
	PUBLIC_BASE_URL=https://requests.example.org

check: develop
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint --lint --quiet backoffice casework channels api
	ONEQUEUE_SECRET_KEY=types-are-read-without-a-secret-0123456789 .venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	$(PRODUCTION) .venv/bin/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) .venv/bin/python manage.py check --deploy --fail-level WARNING

# Pin anew what the .in files ask for, with hashes, for every platform and Python from 3.11 on.
COMPILE = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements"

requirements: develop
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -c requirements.txt -o requirements-dev.txt

format: develop
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

clean:
	rm -rf .venv node_modules backoffice/static .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
