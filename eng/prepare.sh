# shellcheck shell=bash
# What run.sh and test.sh have in common: the SDK, the engine and what it needs of this machine, and the build.

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

require_sdk() {
  command -v dotnet >/dev/null || fail "The .NET SDK is not installed; install .NET SDK 10 from https://dotnet.microsoft.com/download and start again."
  dotnet --version >/dev/null 2>&1 || fail "No installed .NET SDK fits global.json; install .NET SDK 10 from https://dotnet.microsoft.com/download and start again."
}

property() {
  dotnet msbuild HighTraffic.AppHost/HighTraffic.AppHost.csproj -nodeReuse:false "-getProperty:$1"
}

# Restores the packages. Where those of Aspire cannot be had, the native engine stands in.
choose_engine() {
  HostEngine=${HostEngine:-$(property HostEngine)}
  export HostEngine
  if [ "$HostEngine" = Aspire ] && ! dotnet restore HighTraffic.sln -nodeReuse:false --verbosity quiet >/dev/null 2>&1 && [ "$(uname -s)" = Linux ]; then
    echo 'The Aspire packages cannot be restored here, so the native engine runs the app.'
    export HostEngine=Native
  fi
}

prepare_machine() {
  local script
  script=$(property HostEnginePrepare)
  [ -z "$script" ] || "$script"
}

# No build server may outlive the script.
build() {
  local log
  log=$(mktemp)
  if ! dotnet build HighTraffic.sln --configuration Release -nodeReuse:false -p:UseSharedCompilation=false --verbosity quiet --nologo >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail 'The build failed; the errors are above.'
  fi
  rm -f "$log"
}
