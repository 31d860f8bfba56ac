#!/usr/bin/env bash
# Measures the effect of each technique on this machine. Passes its arguments to the benchmark: ./bench.sh --help, --list, --quick
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source eng/prepare.sh

build HighTraffic.Bench/HighTraffic.Bench.csproj

export DOTNET_ENVIRONMENT=${DOTNET_ENVIRONMENT:-Production}
# Replaces the shell, so that signals reach the benchmark and its exit code is the script's.
exec HighTraffic.Bench/bin/Release/net10.0/HighTraffic.Bench "$@"
