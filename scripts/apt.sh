#!/bin/sh
# Installs the named Debian packages as root or through sudo; where that is impossible, says what to run.
set -u

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root=sudo
else
    as_root=none
fi

if [ "$as_root" != none ] && command -v apt-get >/dev/null 2>&1; then
    echo "Устанавливаю пакеты системы: $* …"
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null
    if $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; then
        exit 0
    fi
fi
echo "Не хватает пакетов системы. Установите их и повторите команду: sudo apt-get install $*" >&2
exit 1
