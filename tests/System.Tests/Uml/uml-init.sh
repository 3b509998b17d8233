#!/bin/sh
# The first process of the user-mode Linux guest, started by uml.sh. / is the host's / here, read-only.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /run

# No kmod is needed: modules are loaded in the order that modules.dep gives. Nothing loads them on demand later, so every
# scheduler is loaded here.
here=${0%/*}
perl "$here/load-modules.pl" "/usr/lib/uml/modules/$(uname -r)" overlay ip_vs ip_vs_rr ip_vs_wrr ip_vs_lc ip_vs_wlc ip_vs_sh \
  ip_vs_mh ip_vs_lblc ip_vs_lblcr ip_vs_dh ip_vs_fo ip_vs_ovf ip_vs_sed ip_vs_nq ip_vs_pe_sip sctp veth bridge macvlan dummy ipip $(echo "${UML_MODULES:-}" | tr , ' ') 2>/run/modules

# Everything looks writable; what is written goes to memory.
mkdir -p /run/upper /run/work /run/root
mount -t overlay overlay -o lowerdir=/,upperdir=/run/upper,workdir=/run/work /run/root
cd /run/root || exit 1
mount -t tmpfs tmpfs run
for tree in proc sys dev; do mount --move "/$tree" "$tree"; done
mkdir -p dev/pts dev/shm run/netns run/w run/lock run/home
mount -t devpts devpts dev/pts
mount -t tmpfs tmpfs dev/shm
ln -sfn /proc/self/fd dev/fd
mount -t hostfs none run/w -o "$UML_SHARE"
cat /run/modules >run/w/modules
ip link set lo up

cat >run/start <<'START'
cd "$(cat /run/w/folder)" || cd /tmp
eval "$(cat /run/w/command)"
START
env -i PATH="$PATH" HOME=/run/home LANG=C.UTF-8 UML_SHARE=/run/w DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 \
  chroot . setsid -w bash /run/start </dev/null >>run/w/output 2>&1
echo $? >run/w/status
sync
# reboot(2) with LINUX_REBOOT_CMD_POWER_OFF. Returning instead would be a panic: the first process must not end.
exec perl -e 'syscall(169, 0xfee1dead, 672274793, 0x4321FEDC)'
