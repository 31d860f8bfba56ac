#!/usr/bin/env bash
# Measures what each technique brings on this machine. Arguments are the benchmark's: ./bench.sh --help, --list, --quick
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source eng/prepare.sh

build HighTraffic.Bench/HighTraffic.Bench.csproj

export DOTNET_ENVIRONMENT=${DOTNET_ENVIRONMENT:-Production}
# In the shell's place, so that signals reach it and its exit code is the command's.
exec HighTraffic.Bench/bin/Release/net10.0/HighTraffic.Bench "$@"
