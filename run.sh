#!/usr/bin/env bash
# Builds the app and runs it until Ctrl+C. Arguments are the AppHost's, e.g. ./run.sh --HighTraffic:Port=9090
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source eng/prepare.sh

build HighTraffic.AppHost/HighTraffic.AppHost.csproj

export DOTNET_ENVIRONMENT=${DOTNET_ENVIRONMENT:-Development}
if [[ $HostEngine == Aspire ]]; then
  # What `dotnet run` would take from Properties/launchSettings.json, for Aspire's dashboard.
  export ASPNETCORE_URLS=${ASPNETCORE_URLS:-http://localhost:15080}
  export ASPIRE_ALLOW_UNSECURED_TRANSPORT=true
  export ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=${ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL:-http://localhost:19180}
  export ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL=${ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL:-http://localhost:20180}
fi

# In the shell's place, so that signals reach the AppHost and its exit code is the command's.
cd HighTraffic.AppHost
exec bin/Release/net10.0/HighTraffic.AppHost "$@"
