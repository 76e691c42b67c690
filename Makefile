# The portal's commands; `make run` and `make test` are all that a newcomer needs.
.POSIX:
.PHONY: run test check bench fonts guides clean

# Runs the portal on this machine: http://localhost:8000, or another PORT.
run:
	@sh scripts/setup.sh requirements.txt
	@.venv/bin/python -m scripts.run

# Checks and every test, on a PostgreSQL and a Redis of its own.
test:
	@sh scripts/packages.sh
	@sh scripts/setup.sh requirements-dev.txt
	@.venv/bin/python -m scripts.check
	@.venv/bin/python -m scripts.test $(ARGS)

# Style, types, templates, imports, migrations, production settings.
check:
	@sh scripts/setup.sh requirements-dev.txt
	@.venv/bin/python -m scripts.check

# Benchmarks: ratios measured in one run.
bench:
	@sh scripts/packages.sh
	@sh scripts/setup.sh requirements-dev.txt
	@.venv/bin/python -m scripts.bench

# Cuts the web fonts from Debian's packages into static/.
fonts:
	@sh scripts/setup.sh requirements-dev.txt
	@.venv/bin/python scripts/fonts.py

# Takes the pictures of the users' guides from the demo.
guides:
	@sh scripts/packages.sh
	@sh scripts/setup.sh requirements-dev.txt
	@.venv/bin/python -m scripts.screenshots

# Forgets everything that was made here: the database, the files, the virtual environment.
clean:
	rm -rf .venv var
