#!/bin/sh
# Becomes one instance of a container image, as the function host starts it (FunctionSpec.command): the image's files,
# read-only but for /tmp; a user who is nobody; processes and mounts of its own. Control groups and network come from the
# caller. Needs root and util-linux, no container engine.
# usage: cage.sh ROOT WORKDIR ENTRYPOINT [ARGUMENT...]
set -eu
[ "${1:-}" = --inside ] || exec unshare --mount --pid --fork --kill-child --propagation private "$0" --inside "$@"
root=$2 work=$3
shift 3

# Lambda's own number for the user; nobody in the image has it.
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
# As on Lambda: there is a name for a home, and no folder of that name.
export HOME=/home/sbx_user1051
exec setpriv --no-new-privs unshare --root "$root" --wd "$work" --setgid "$user" --setuid "$user" "$@"
