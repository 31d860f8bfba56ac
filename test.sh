#!/usr/bin/env bash
# Runs all tests and ends with "N passed, N failed, N skipped". Arguments are those of `dotnet test`, e.g. --filter Name~Tasks
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source eng/prepare.sh

build HighTraffic.sln
if [[ $OSTYPE == linux* ]]; then
  # With containers, the tests need no local servers. With a filter, only browser tests need the browser.
  browser=
  if [[ $# == 0 || ($* == *Browser* && $* != *!~*Browser*) ]]; then browser=with-browser; fi
  if ! servers_run_in_containers; then
    HighTraffic.AppHost/Local/install.sh ${browser:+"--$browser"}
  elif [[ $browser ]]; then
    HighTraffic.AppHost/Local/install.sh --browser
  fi
fi

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# A test that hangs ends its run, which names it. The limit is longer than the start of an app and any test.
status=0
while IFS= read -r project; do
  dotnet test "$project" -c Release --no-build --nologo --logger "console;verbosity=normal" \
    --logger "trx;LogFileName=${project##*/}.trx" --blame-hang-timeout 10m --blame-hang-dump-type none \
    --results-directory "$results" "$@" </dev/null || status=1
done < <(find . -name '*Tests.csproj' -not -path '*/bin/*' -not -path '*/obj/*' | sort)

# Repeat the failures at the end, so that the last lines have their names and messages.
find "$results" -name '*.trx' -exec awk '
  /<UnitTestResult / { failed = / outcome="Failed"/; if (failed && match($0, / testName="[^"]*"/)) print "Failed " substr($0, RSTART + 11, RLENGTH - 12) }
  failed && /<Message>/ { told = 1 }
  failed && told { print }
  /<\/StackTrace>/ { told = 0 }' {} +
aborted=$(find "$results" -name 'Sequence_*.xml' -exec sed -n 's/.*<Test Name="\([^"]*\)".* Completed="False".*/Aborted \1/p' {} + | sort -u)
[[ -z $aborted ]] || echo "$aborted"

# Skipped tests are those that were not executed: TRX's own counter for them stays 0. A test that was aborted is not counted there.
find "$results" -name '*.trx' -exec sed -n 's/.*<Counters total="\([0-9]*\)" executed="\([0-9]*\)" passed="\([0-9]*\)".*/\1 \2 \3/p' {} + |
  awk -v aborted="$(grep -c . <<<"$aborted" || true)" '{ total += $1; executed += $2; passed += $3 }
    END { printf "%d passed, %d failed, %d skipped\n", passed, executed - passed + aborted, total - executed; exit executed == 0 }' || status=1
exit "$status"
