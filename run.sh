#!/usr/bin/env bash
# ./run.sh [console arguments]   build and run the console with the engine on this host
# ./run.sh lab                   three directors, three real servers and a client on this machine
# ./run.sh publish DIR           Release publish; the executable is DIR/keepalive-console
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
. build/install.sh

build_console() {
  need_dotnet
  say "Building the console (Release) ..."
  local log
  log=$(mktemp)
  if ! dotnet build src/Web -c Release -v q -nologo >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "the build failed; its messages are above."
  fi
  rm -f "$log"
}

case "${1:-}" in
  lab)
    need_root "the lab"
    build_console
    trap './lab.sh down' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    ./lab.sh up
    say "The lab runs. Ctrl-C ends it and removes everything."
    while :; do sleep 3600 & wait $!; done
    ;;
  publish)
    [ -n "${2:-}" ] || die "usage: ./run.sh publish DIR"
    need_dotnet
    # Compiled ahead: a director that starts again listens in a third of the time. The restore for one kind of machine must not rewrite the lock files.
    dotnet publish src/Web -c Release -r "linux-$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/')" --self-contained false -p:PublishReadyToRun=true \
      -p:NuGetLockFilePath=obj/publish.lock.json -p:RunAnalyzers=false -o "$2" -v q -nologo >&2
    say "Published: $2/keepalive-console"
    ;;
  *)
    need_packages iproute2 nftables
    build_console
    exec src/Web/bin/Release/net10.0/keepalive-console "$@"
    ;;
esac
