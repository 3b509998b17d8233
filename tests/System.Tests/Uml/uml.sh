#!/bin/bash
# Runs a command as root inside a user-mode Linux kernel that has IPVS, on a throw-away overlay of this host's files.
#
#   uml.sh run [-m MEMORY] [-t SECONDS] [-w DIR] -- COMMAND [ARGUMENT...]
#
# The guest sees this host's whole / under the same paths and starts in the current folder. What it writes stays in its
# memory and is lost, except below DIR, which the guest sees as /run/w ($UML_SHARE); without -w that is a folder removed
# afterwards. The command's output comes out here (and is DIR/output), its exit status is ours; 124 = it ran past
# SECONDS (default 120), 125 = the kernel died or reported nothing. The environment is not passed on: use env.
# UML_MODULES="sch_netem xt_mark" in the environment loads further kernel modules.
# Needs the Debian packages user-mode-linux, iproute2 and perl-base; no root, terminal or network.
set -u

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
kernel=/usr/bin/linux.uml

usage() { sed -n '4,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

[ "${1:-}" = run ] || usage
shift
memory=512M seconds=120 share= own_share=
while getopts m:t:w: option; do
  case $option in
    m) memory=$OPTARG ;;
    t) seconds=$OPTARG ;;
    w) share=$(readlink -f "$OPTARG") ;;
    *) usage ;;
  esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || usage
[ -x "$kernel" ] || { echo "uml.sh: $kernel is missing: install the package user-mode-linux" >&2; exit 125; }

if [ -z "$share" ]; then
  share=$(mktemp -d)
  own_share=1
fi
rm -f "$share/status" "$share/modules"
: >"$share/output"
printf '%s\n' "$PWD" >"$share/folder"
printf '%q ' "$@" >"$share/command"

# The kernel's command line is split at blanks, so only short words go there; the rest is in files of the share.
modules=$(printf %s "${UML_MODULES:-}" | tr ' ' ,)
timeout -k 5 "$seconds" sh -c 'echo $$ >"$0/pid"; exec "$@"' "$share" \
  "$kernel" mem="$memory" rootfstype=hostfs rootflags=/ ro loglevel=1 uml_dir="$share/" \
  con=null con0=null,fd:1 ssl=null init="$here/uml-init.sh" UML_SHARE="$share" UML_MODULES="$modules" \
  </dev/null >"$share/console" 2>&1 &
runner=$! ended=

clean_up() {
  if [ "$ended" != 0 ]; then
    # The kernel leads a session of its own: the processes it stands for outlive it unless the whole group is ended.
    kill -TERM "$runner"
    kill -KILL -- "-$(cat "$share/pid")"
  fi 2>/dev/null
  [ -z "$own_share" ] || rm -rf "$share"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

wait "$runner"
ended=$?
cat "$share/output"
[ ! -s "$share/status" ] || exit "$(cat "$share/status")"

{ echo "uml.sh: the guest reported no status; its kernel ended with $ended; the end of its console:"; tail -n 30 "$share/console"; } >&2
case $ended in
  124 | 137) exit 124 ;;
  *) exit 125 ;;
esac
