# shellcheck shell=bash
# Sourced by run.sh, test.sh and lab.sh: installs what is missing and says so. Debian and Ubuntu; needs root or sudo.

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

need_root() {
  [ "$(id -u)" -eq 0 ] || die "$1 needs root: run it as root or with sudo."
}

# need_packages PACKAGE...: installs the Debian packages that are not there yet.
need_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "these packages are missing and there is no apt-get to install them: ${missing[*]}"
  say "Installing Debian packages: ${missing[*]}"
  as_root apt-get update -qq >&2 || say "warning: apt-get update failed; trying with the package lists that are here."
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 ||
    die "apt-get could not install: ${missing[*]}. Its messages are above."
}

has_sdk() {
  command -v "$1" >/dev/null && "$1" --list-sdks 2>/dev/null | grep -q '^10\.'
}

# need_dotnet: puts a .NET 10 SDK on PATH: the one that is there, the distribution's package, or Microsoft's installer.
need_dotnet() {
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
  if has_sdk dotnet; then return 0; fi
  local own="${DOTNET_ROOT:-$HOME/.dotnet}"
  if has_sdk "$own/dotnet"; then
    export DOTNET_ROOT="$own" PATH="$own:$PATH"
    return 0
  fi
  if apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1; then
    need_packages dotnet-sdk-10.0
    if has_sdk dotnet; then return 0; fi
  fi
  say "Installing the .NET 10 SDK into $own with Microsoft's installer (dot.net/v1/dotnet-install.sh)."
  need_packages ca-certificates curl
  local installer
  installer=$(mktemp)
  if curl -fsSL --retry 2 -o "$installer" https://dot.net/v1/dotnet-install.sh && bash "$installer" --channel 10.0 --install-dir "$own" >&2; then
    rm -f "$installer"
    export DOTNET_ROOT="$own" PATH="$own:$PATH"
  else
    rm -f "$installer"
    die "no .NET 10 SDK here and none could be installed. Install it by hand (package dotnet-sdk-10.0, or the archive from dotnet.microsoft.com) and run this again."
  fi
}
