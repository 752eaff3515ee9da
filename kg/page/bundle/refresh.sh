#!/usr/bin/env bash
# Fetches what package-lock.json pins, bundles it, and writes the bundle and its licences into ../assets.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/{package.json,package-lock.json,drawing.js,licences.js} "$work"
cd "$work"
npm ci --no-audit --no-fund --silent
npm run --silent build -- --log-level=warning
cp drawing.min.js "$here/../assets/drawing.js"
node licences.js sigma graphology graphology-utils events > "$here/../assets/drawing.licenses.txt"
