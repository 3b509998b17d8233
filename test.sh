#!/usr/bin/env bash
# ./test.sh [dotnet test arguments]    installs what the tests need, runs every suite; the last line counts the results.
#                                      The system tests need root: they make network namespaces of their own and remove them.
# ./test.sh --soak [SEEDS] [--from SEED] [--threads N]
#                                      the simulation of elections alone, a million seeds unless said, on every processor;
#                                      needs no root; ends at the first seed that fails and says how to repeat it.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
. build/install.sh

soak() {
  local seeds=1000000 from=0 threads
  threads=$(nproc)
  while [ $# -gt 0 ]; do
    case $1 in
      --from) from=${2:-}; shift $(($# > 1)) ;;
      --threads) threads=${2:-}; shift $(($# > 1)) ;;
      *) seeds=$1 ;;
    esac
    shift
  done
  need_dotnet
  say "Building (Release) ..."
  dotnet build tests/Engine.Tests -c Release -v q -nologo >&2
  exec dotnet tests/Engine.Tests/bin/Release/net10.0/KeepaliveConsole.Engine.Tests.dll "$seeds" "$from" "$threads"
}

if [ "${1:-}" = --soak ]; then
  shift
  soak "$@"
fi

need_root "the tests (they make network namespaces)"
need_packages ca-certificates curl jq perl-base iproute2 iputils-ping procps nftables conntrack keepalived ipvsadm user-mode-linux tcpdump tshark chromium frr postgresql
# The live hub is tested with its npm client.
command -v node >/dev/null || need_packages nodejs
command -v npm >/dev/null || need_packages npm
need_dotnet

# What an interrupted run may have left behind: namespaces whose names only these tests use.
clean_up() {
  local name
  for name in $(ip netns list | awk '{print $1}'); do
    case "$name" in kctest-*) ip netns del "$name" 2>/dev/null || true ;; esac
  done
}
trap clean_up EXIT

results=$PWD/artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
locked=()
[ "${CI:-}" = true ] && locked=(-p:RestoreLockedMode=true)
say "Building (Release) ..."
dotnet build KeepaliveConsole.sln -c Release -v q -nologo "${locked[@]}" || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

# Compiled ahead as it is shipped: the tests start it some forty times. It is made while the suites run that need no published console.
say "Publishing ..."
./run.sh publish artifacts/publish-test >"$results/publish.log" 2>&1 &
publishing=$!
export KEEPALIVE_TEST_CONSOLE=$PWD/artifacts/publish-test/keepalive-console

passed=0 failed=0 skipped=0
run() {
  local suite=$1 code=0 counters p f t
  shift
  say "== $suite"
  dotnet test "tests/$suite" -c Release --no-build --nologo --logger "trx;LogFileName=$suite.trx" --logger "console;verbosity=minimal" --blame-hang-timeout 10m --blame-hang-dump-type none --results-directory "$results" "$@" || code=$?
  if counters=$(grep -o '<Counters [^>]*>' "$results/$suite.trx" 2>/dev/null); then
    count() { grep -o " $1=\"[0-9]*\"" <<<"$counters" | tr -dc 0-9; }
    p=$(count passed) f=$(count failed) t=$(count total)
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + t - p - f))
    [ "$code" -eq 0 ] || [ "$f" -gt 0 ] || failed=$((failed + 1))
  elif [ "$code" -ne 0 ]; then
    say "$suite ended with $code and left no result."
    failed=$((failed + 1))
  fi
}

for suite in Architecture.Tests Engine.Tests Data.Tests; do run "$suite" "$@"; done
wait "$publishing" || { cat "$results/publish.log" >&2; echo "$passed passed, $((failed + 1)) failed, $skipped skipped"; exit 1; }
# One after another, and nothing beside them: these measure times.
for suite in Web.Tests Browser.Tests System.Tests; do run "$suite" "$@"; done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
