#!/bin/sh
# Makes sure that what the tests drive is on the machine: databases, browser, office, web server, fonts.
set -eu
missing=

need() { # need PACKAGE COMMAND...: one of the commands must be there
    package=$1
    shift
    for name in "$@"; do
        if command -v "$name" >/dev/null 2>&1 || [ -x "/usr/sbin/$name" ]; then return; fi
    done
    missing="$missing $package"
}

need_postgresql() {
    for folder in /usr/lib/postgresql/*/bin; do
        if [ -x "$folder/initdb" ]; then return; fi
    done
    command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
}

need_office() { # need_office PACKAGE LIBRARY: Debian splits the office into parts, others bring it whole
    if [ -e "/usr/lib/libreoffice/program/$2" ]; then return; fi
    if [ -d /usr/lib/libreoffice/program ] || ! command -v soffice >/dev/null 2>&1; then missing="$missing $1"; fi
}

need_font() { # need_font PACKAGE FAMILY
    fc-list 2>/dev/null | grep -q "$2" || missing="$missing $1"
}

need_postgresql
need redis-server redis-server
need chromium chromium chromium-browser google-chrome
need_office libreoffice-writer-nogui libswlo.so
need_office libreoffice-calc-nogui libsclo.so
need nginx-light nginx
need poppler-utils pdftoppm
need fontconfig fc-list
need_font fonts-liberation "Liberation Serif"
need_font fonts-paratype "PT S"

if [ -n "$missing" ]; then
    # shellcheck disable=SC2086 - the names are meant to fall apart into words
    exec sh scripts/apt.sh $missing
fi
