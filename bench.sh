#!/usr/bin/env bash
# Measures what each technique gains on this machine. Arguments go to the benchmark: ./bench.sh --help, --list, --quick
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source eng/prepare.sh

build HighTraffic.Bench/HighTraffic.Bench.csproj

export DOTNET_ENVIRONMENT=${DOTNET_ENVIRONMENT:-Production}
# exec replaces the shell, so that signals reach the benchmark and its exit code is that of the command.
exec HighTraffic.Bench/bin/Release/net10.0/HighTraffic.Bench "$@"
