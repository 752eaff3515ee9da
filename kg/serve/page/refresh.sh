#!/usr/bin/env bash
# Fetches the editor and the table of results as package-lock.json pins them, and writes them with their licences here.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$work"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --silent)
for part in yasqe yasr; do
  for kind in js css; do
    # without the last line that names a source map, which is not served
    sed 's|/[/*]# sourceMappingURL=[^ ]*\( \*/\)\{0,1\}$||' \
      "$work/node_modules/@zazuko/$part/build/$part.min.$kind" > "$here/$part.min.$kind"
  done
done
node "$here/licences.js" "$work/node_modules" > "$here/LICENCES.txt"
