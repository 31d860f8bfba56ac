#!/usr/bin/env bash
# Runs all tests on the real servers. Arguments go to `dotnet test`, for example: ./test.sh --filter ProductTests
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. eng/prepare.sh

require_sdk
choose_engine
prepare_machine
build

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
outcome=0
while IFS= read -r project; do
  dotnet test "$project" --configuration Release -nodeReuse:false -p:UseSharedCompilation=false --nologo \
    --logger 'console;verbosity=normal' --logger "trx;LogFileName=$(basename "$project" .csproj).trx" --results-directory "$results" "$@" || outcome=1
done < <(find . -name '*Tests.csproj' -not -path '*/bin/*' -not -path '*/obj/*' | sort)

# The sum of an attribute of the Counters element over all result files.
count() {
  cat "$results"/*.trx 2>/dev/null | grep -o '<Counters [^>]*' | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'
}

passed=$(count passed)
failed=$(count failed)
total=$(count total)
echo "$passed passed, $failed failed, $((total - passed - failed)) skipped"
[ "$outcome" -eq 0 ] && [ "$passed" -gt 0 ]
