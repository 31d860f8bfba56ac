# shellcheck shell=bash
# The functions that the scripts share. Source it from the root of the repository.

# MSBuild's worker nodes and the compiler server would outlive the command.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_NOLOGO=1

# A minimal Linux has no ICU, and without it the SDK does not start.
if [[ $OSTYPE == linux* && $(/sbin/ldconfig -p 2>/dev/null) != *libicuuc* ]]; then
  export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
fi

# Without HOME the SDK does not start, and user secrets are not stored.
export HOME=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

require_sdk() {
  local install="install it from https://dotnet.microsoft.com/download/dotnet/10.0 and put dotnet on the PATH."
  command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing: $install"
  # This fails if no SDK satisfies global.json.
  dotnet --version >/dev/null 2>&1 ||
    fail "The .NET 10 SDK is missing (found: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ')): $install"
}

# Whether the app will run its servers in containers, by the same check as AppHost/ContainerRuntime.cs: Aspire needs a runtime that lists the
# containers of a network.
servers_run_in_containers() {
  local choice=${HighTraffic__Servers:-} runtime=${ASPIRE_CONTAINER_RUNTIME:-${DOTNET_ASPIRE_CONTAINER_RUNTIME:-}}
  [[ ${choice,,} != local ]] || return 1
  for runtime in ${runtime:-docker podman}; do
    if timeout 10 "$runtime" network inspect "$([[ $runtime == podman ]] && echo podman || echo bridge)" 2>/dev/null | grep -qi '"containers"'; then
      return
    fi
  done
  return 1
}

compile() {
  local target
  for target; do
    dotnet build "$target" -c Release --nologo -v quiet -clp:"ErrorsOnly;NoSummary" -tl:off || return
  done
}

# Compares file times first, because MSBuild takes seconds to find out that nothing has changed. A folder that is newer than the end of the last
# build had a file added, renamed or deleted.
readonly BUILT=obj/built

up_to_date() {
  [[ -e $BUILT && $(<"$BUILT") == "$(description_of_build "$@")" ]] &&
    [[ -z $(find . -name .git -prune -o \( -type f -newer "$BUILT.begun" -o -type d -newer "$BUILT" \) \
      -not -path '*/bin/*' -not -path '*/obj/*' -not -path './bench-results*' -not -path './TestResults*' -print -quit) ]]
}

description_of_build() {
  printf '%s\n' "${NuGetOrg:-}" "$(dotnet --version)" "$@"
}

remember_build() {
  description_of_build "$@" >"$BUILT"
}

# Builds projects and solutions, and shows their output only on failure.
build() {
  local errors
  require_sdk
  if up_to_date "$@"; then
    return
  fi
  echo "Building …" >&2
  mkdir -p "${BUILT%/*}"
  rm -f "$BUILT"
  touch "$BUILT.begun"
  if [[ -z ${NuGetOrg:-} ]] && ! dotnet restore "$1" >/dev/null 2>&1; then
    echo "The package source lacks packages of nuget.org: building without the publishers for Compose and Kubernetes (NuGetOrg in Directory.Build.props)." >&2
    export NuGetOrg=false
  fi
  if errors=$(compile "$@" 2>&1); then
    remember_build "$@"
  else
    fail "$errors"
  fi
}
