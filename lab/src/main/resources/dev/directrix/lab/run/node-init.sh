#!/bin/sh
# Process 1 of a lab node. Started inside fresh network, mount, PID, UTS and IPC namespaces, it builds the node's own
# view of the file system, says so, and then only reaps orphans. When it is killed the kernel kills all of the node.
#
# usage: node-init.sh NODE-FOLDER HOSTNAME
#   NODE-FOLDER/binds   lines of source, target and "ro" or "rw", separated by tabs
#   NODE-FOLDER/init    written: this process as the host sees it, "PID START-TIME"
#   NODE-FOLDER/ready   written: "ready", once the node can be used
set -eu
folder=$1
host=$2

read -r stat < /proc/self/stat
set -- $stat
pid=$1
shift 21
echo "$pid $1" > "$folder/init.new"
mv "$folder/init.new" "$folder/init"
exec 3> "$folder/ready"

# The host's files, read-only in effect: what the node writes goes to memory.
mount --make-rprivate /
mkdir -p "$folder/fs" "$folder/root"
mount -t tmpfs -o mode=755 node "$folder/fs"
mkdir "$folder/fs/upper" "$folder/fs/work"
mount -t overlay -o "lowerdir=/,upperdir=$folder/fs/upper,workdir=$folder/fs/work" node "$folder/root"
cd "$folder/root"
mkdir -p .host
pivot_root . .host
cd /

# The overlay shows one file system; the others that the host has mounted are bound to their places.
while read -r _ _ _ _ point _; do
    point=$(printf '%b' "$point")
    case $point in
        /.host/proc | /.host/proc/* | /.host/sys | /.host/sys/* | /.host/dev | /.host/dev/* | /.host/run | /.host/run/*) ;;
        /.host/var/run | /.host/var/run/* | "/.host$folder"/*) ;;
        /.host/*) if [ -d "$point" ] && [ -d "${point#/.host}" ]; then mount --bind "$point" "${point#/.host}"; fi ;;
    esac
done < /.host/proc/self/mountinfo
mount -t proc proc /proc
mount --rbind /.host/sys /sys
mount --rbind /.host/dev /dev
mount -t tmpfs -o mode=755 run /run
mkdir -p /run/lock /run/frr /var/log/node
if getent passwd frr > /dev/null; then chown frr:frr /run/frr; fi
mount --bind "/.host$folder/log" /var/log/node

tab=$(printf '\t')
while IFS=$tab read -r source target access; do
    if [ -d "/.host$source" ]; then
        mkdir -p "$target"
    else
        mkdir -p "$(dirname "$target")"
        [ -e "$target" ] || : > "$target"
    fi
    mount --bind "/.host$source" "$target"
    if [ "$access" = ro ]; then mount -o remount,bind,ro "$target"; fi
done < "/.host$folder/binds"
cat "/.host$folder/directrix" > /usr/local/bin/directrix
chmod 755 /usr/local/bin/directrix
umount -l /.host
rmdir /.host

hostname "$host"
ip link set lo up
echo ready >&3
exec 3>&-
while :; do
    sleep 86400 &
    wait $! || :
done
