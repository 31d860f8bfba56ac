#!/usr/bin/env bash
# Makes the pictures of the README: runs the browser tests that take them, on the real app, and makes the files small.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export HostEngine=Native NEEDS_BROWSER=1
source eng/prepare.sh

tests=native/BrowserTests
taken=$tests/bin/Release/net10.0/TestResults/dashboard
kept=docs/images

command -v pngquant >/dev/null || fail "pngquant is missing, which makes the pictures small: apt-get install pngquant"
build "$tests"
rm -f "$taken"/readme-*.png
dotnet test "$tests" -c Release --no-build --nologo --filter FullyQualifiedName~PictureTests

mkdir -p "$kept"
for picture in home trace; do
  pngquant --force --skip-if-larger --quality 70-95 --strip --output "$kept/$picture.png" "$taken/readme-$picture.png"
done
ls -l "$kept"
