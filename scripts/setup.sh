#!/usr/bin/env bash
# Everything pingyi needs on Debian or Ubuntu; run it as often as you like: what is there already is left alone.
# `setup.sh python`: Python's libraries alone, which is all that checks of the code need.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils tesseract-ocr tesseract-ocr-chi-sim fonts-noto-cjk fontconfig chromium libatomic1 strace)
fonts="${XDG_DATA_HOME:-$HOME/.local/share}/fonts/pingyi"

say() { printf '== %s\n' "$*"; }
fail() { printf '!! %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else fail "needs root: run 'apt-get install ${packages[*]}' as root, then 'make setup' again"
  fi
}

refreshed=""
refresh() {
  [ -n "$refreshed" ] && return
  say "apt-get update"
  as_root apt-get update -qq
  refreshed=1
}

install() {
  refresh
  say "apt-get install $*"
  local log
  log=$(mktemp)
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$log" 2>&1 ||
    { tail -n 20 "$log" >&2; fail "apt-get could not install $*"; }
  rm -f "$log"
}

installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

# A LibreOffice from elsewhere (the full package, a newer one) does as well; Debian's parts come one by one.
full_libreoffice() { command -v soffice >/dev/null 2>&1 && ! installed libreoffice-core-nogui; }
present() {
  case "$1" in
    libreoffice-*-nogui) full_libreoffice || installed "$1" ;;
    *) installed "$1" ;;
  esac
}

command -v dpkg-query >/dev/null 2>&1 || fail "this script knows Debian and Ubuntu; see README.md for other systems"

system_half() {
  local missing=() package shell=chromium-headless-shell scratch
  for package in "${packages[@]}"; do present "$package" || missing+=("$package"); done
  if [ "${#missing[@]}" -gt 0 ]; then install "${missing[@]}"; fi

  # Chromium without windows: tests of the page cost two fifths with it, and do without.
  if grep -q '^ID=debian' /etc/os-release && ! installed "$shell"; then
    (install "$shell") || say "tests of the page will start the whole Chromium"
  fi

  # Free faces for 仿宋, 楷体, 黑体, 小标宋: the font files alone, out of a package that would draw in all of TeX.
  # Their absence spoils the looks, not the work: no network is no reason to stop.
  if ! fc-list : family | grep -q FandolFang; then
    refresh
    say "fetching the Fandol faces (50 MB) into $fonts"
    scratch=$(mktemp -d)
    chmod 777 "$scratch" # apt downloads as a user of its own
    if (cd "$scratch" && apt-get download -qq texlive-lang-chinese >/dev/null 2>&1); then
      mkdir -p "$fonts"
      dpkg-deb --fsys-tarfile "$scratch"/texlive-lang-chinese_*.deb |
        tar -xf - -C "$scratch" --wildcards '*/fandol/Fandol[FHKS]*.otf'
      find "$scratch" -name 'Fandol*.otf' -exec cp {} "$fonts/" \;
      fc-cache "$fonts"
    else
      say "could not fetch them: Noto will stand in"
    fi
    rm -rf "$scratch"
  fi
}

# uv in a corner of its own when there is none: Debian's Python does not let pip install beside it (PEP 668).
export PATH="$HOME/.local/bin:$PATH"
uv=$(command -v uv || true)
: "${uv:=.uv/bin/uv}"
if ! command -v "$uv" >/dev/null && ! python3 -c 'import ensurepip, venv' 2>/dev/null; then install python3-venv; fi

libraries() {
  if ! command -v "$uv" >/dev/null; then
    say "pip install uv (into .uv)"
    python3 -m venv --clear .uv
    .uv/bin/pip install -q --disable-pip-version-check uv
  fi

  say "uv sync --locked"
  "$uv" sync -q --locked || "$uv" sync -q --locked --offline
}

python_half() {
  libraries
  # The reader's inner loops, compiled here once: not by each of several processes, and not while somebody waits.
  local compiled=.venv/compiled
  if [ ! -e "$compiled" ] || [ -n "$(find scanner -name '*.py' -newer "$compiled" -print -quit)" ]; then
    say "compiling the reader (about a minute, once)"
    .venv/bin/python -m pingyi.workflow.scans.trial >.venv/compiled.log 2>&1 ||
      { cat .venv/compiled.log >&2; fail "the reader does not read its own sample"; }
    touch "$compiled"
  fi
}

if [ "${1:-}" = python ]; then
  libraries
  exit
fi

# Debian's packages and Python's need nothing of each other. Debian's come in the foreground: sudo may ask.
set -m # a group of its own, to be stopped with all it began
python_half &
half=$!
set +m
trap 'kill -- "-$half" 2>/dev/null || true' EXIT
system_half
wait "$half" || exit 1
trap - EXIT

say "ready: $(.venv/bin/pingyi --version 2>/dev/null || echo pingyi)"
