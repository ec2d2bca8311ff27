#!/bin/sh
# Runs one instance of a container image; the function host starts it (FunctionSpec.command). The image's files are
# read-only except /tmp. The instance has an unprivileged user and its own process and mount namespaces. The caller sets
# control groups and network. Needs root and util-linux, but no container engine.
# usage: cage.sh ROOT WORKDIR ENTRYPOINT [ARGUMENT...]
set -eu
[ "${1:-}" = --inside ] || exec unshare --mount --pid --fork --kill-child --propagation private "$0" --inside "$@"
root=$2 work=$3
shift 3

# The user id that Lambda uses. No user of the image has it.
user=993
mount --bind "$root" "$root"
chown "$user:$user" "$TMPDIR"
mount --bind "$TMPDIR" "$root/tmp"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t tmpfs -o mode=755,size=64k devices "$root/dev"
for device in null zero full random urandom; do
  : > "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount -o remount,ro,nosuid devices "$root/dev"
mount -o remount,bind,ro "$root" "$root"
unset TMPDIR
# As on Lambda, HOME is set, but the folder does not exist.
export HOME=/home/sbx_user1051
exec setpriv --no-new-privs unshare --root "$root" --wd "$work" --setgid "$user" --setuid "$user" "$@"
