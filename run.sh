#!/usr/bin/env bash
# Starts the whole system. Arguments go to the AppHost, for example: ./run.sh --HighTraffic:Port=9090
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. eng/prepare.sh

require_sdk
choose_engine
prepare_machine
build

export DOTNET_ENVIRONMENT=${DOTNET_ENVIRONMENT:-Development}
if [ "$HostEngine" = Aspire ]; then
  # What launchSettings.json tells `dotnet run`: where Aspire's dashboard listens.
  export ASPNETCORE_URLS=${ASPNETCORE_URLS:-http://localhost:15080}
  export ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=${ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL:-http://localhost:19180}
  export ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL=${ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL:-http://localhost:20180}
  export ASPIRE_ALLOW_UNSECURED_TRANSPORT=true
fi

# In this shell's place, so that signals and the exit code are the AppHost's own.
exec dotnet HighTraffic.AppHost/bin/Release/net10.0/HighTraffic.AppHost.dll "$@"
