#!/bin/sh
# Makes .venv and installs the named requirements; does nothing when they are installed already.
set -eu
requirements=$1

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

fail() {
    echo "$1" >&2
    exit 1
}

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$(find_python)
    [ -n "$python" ] || fail "Нужен Python 3.11 или новее. На Debian: apt-get install python3 python3-venv"
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        sh scripts/apt.sh "$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"
    fi
    echo "Создаю виртуальное окружение .venv …"
    rm -rf .venv
    "$python" -m venv .venv || fail "Не удалось создать .venv. Проверьте права на папку и место на диске."
fi

# The stamp is the text of the requirements: what was installed is known word for word.
wanted=$(cat requirements.txt "$requirements")
stamp=.venv/installed-$requirements
if [ "$wanted" != "$(cat "$stamp" 2>/dev/null || true)" ]; then
    echo "Устанавливаю пакеты из $requirements …"
    .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check -r "$requirements" ||
        fail "Не удалось установить пакеты из $requirements. Проверьте доступ к сети и повторите команду."
    printf '%s\n' "$wanted" >"$stamp"
fi
