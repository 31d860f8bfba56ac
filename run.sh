#!/usr/bin/env bash
# Builds the app and runs it until Ctrl+C. Arguments go to the AppHost, e.g. ./run.sh --HighTraffic:Port=9090
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source eng/prepare.sh

build HighTraffic.AppHost/HighTraffic.AppHost.csproj

# exec replaces the shell, so that signals reach the AppHost and its exit code is that of the command.
export DOTNET_ENVIRONMENT=${DOTNET_ENVIRONMENT:-Development}
cd HighTraffic.AppHost
exec bin/Release/net10.0/HighTraffic.AppHost "$@"
