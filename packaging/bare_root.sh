# An empty Debian 12 in a folder, for scripts that prove what works there. Sourced; needs root and debootstrap.
#
# bare_root MAKES: $root, filled from a tarball that is kept in ~/.cache/tirkeu (made anew after 30 days), with /proc, /sys, /dev,
# the site's proxies and certificate authorities, and security updates as sources. It is gone when the script ends.
# in_root COMMAND… runs in it with a clean environment.

# The mirrors that this machine itself uses, where it is a Debian 12; else they have to be named.
mirror_of() { apt-get indextargets --format '$(REPO_URI)' "Codename: $1" 2>/dev/null | head -1; }
mirror=${TIRKEU_MIRROR:-$(mirror_of bookworm)}
security_mirror=${TIRKEU_SECURITY_MIRROR:-$(mirror_of bookworm-security)}
root=''

need_root_rights() {
  if [ "$(id -u)" != 0 ]; then
    echo "$0 needs root for debootstrap and chroot. Run: sudo $0 $*" >&2
    exit 1
  fi
}

# A proxy that only apt knows is good for everything else in the root too.
inherit_apt_proxy() {
  local found
  found=$(apt-config dump --format '%v%n' Acquire::http::Proxy 2>/dev/null | head -1)
  if [ -n "$found" ] && [ "$found" != DIRECT ] && [ -z "${http_proxy:-}" ]; then export http_proxy=$found; fi
}

fresh_tarball() { # fresh_tarball FILE
  [ -z "$(find "$1" -mtime -30 2>/dev/null)" ] || return 0
  local folder
  folder=$(mktemp -d "${TMPDIR:-/var/tmp}/tirkeu-debootstrap.XXXXXX")
  echo "debootstrap bookworm from $mirror …"
  if ! debootstrap --variant=minbase --include=ca-certificates bookworm "$folder" "$mirror" >"$folder.log" 2>&1; then
    tail -20 "$folder.log" >&2
    echo "debootstrap failed; with another mirror: TIRKEU_MIRROR=http://… $0" >&2
    exit 1
  fi
  mkdir -p "$(dirname "$1")"
  rm -rf "$folder"/var/cache/apt/archives/*.deb
  tar -C "$folder" --numeric-owner -cf "$1.new" . && mv "$1.new" "$1"
  rm -rf --one-file-system "$folder" "$folder.log"
}

leave_root() {
  [ -n "$root" ] || return 0
  local point
  # Daemons that a trial left behind hold the mounts.
  for point in /proc/[0-9]*; do
    if [ "$(readlink "$point/root" 2>/dev/null)" = "$root" ]; then kill -KILL "${point#/proc/}" 2>/dev/null || true; fi
  done
  for point in dev/shm dev/pts dev sys proc; do umount -l "$root/$point" 2>/dev/null || true; done
  if [ -n "${TIRKEU_KEEP_ROOT:-}" ]; then echo "kept: $root"; else rm -rf --one-file-system "$root"; fi
  [ -z "${memory_group:-}" ] || rmdir "$memory_group" 2>/dev/null || true
}

copy_certificates() {
  local name file
  mkdir -p "$root/usr/local/share/ca-certificates"
  cp -L /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
  chroot "$root" update-ca-certificates >/dev/null 2>&1 || true
  # Afterwards, so that a file that a variable names has the content that it has here.
  for name in NODE_EXTRA_CA_CERTS SSL_CERT_FILE CURL_CA_BUNDLE GIT_SSL_CAINFO REQUESTS_CA_BUNDLE; do
    file=${!name:-}
    if [ -r "$file" ]; then
      mkdir -p "$root$(dirname "$file")"
      cp -L "$file" "$root$file"
    fi
  done
}

bare_root() {
  local tarball
  [ -n "$mirror" ] && [ -n "$security_mirror" ] || { echo "no mirror of Debian 12 is known here; name TIRKEU_MIRROR and TIRKEU_SECURITY_MIRROR" >&2; exit 1; }
  tarball=${XDG_CACHE_HOME:-$HOME/.cache}/tirkeu/bookworm-minbase-$(dpkg --print-architecture).tar
  inherit_apt_proxy
  fresh_tarball "$tarball"
  root=$(mktemp -d "${TMPDIR:-/var/tmp}/tirkeu-root.XXXXXX")
  trap leave_root EXIT
  trap 'exit 130' INT TERM
  tar -C "$root" --numeric-owner -xf "$tarball"
  # mktemp keeps others out; the users of the packages must get in.
  chmod 755 "$root"
  mount -t proc proc "$root/proc"
  mount --rbind /sys "$root/sys" && mount --make-rslave "$root/sys"
  mount -t tmpfs -o mode=755 tmpfs "$root/dev"
  cp -a /dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty "$root/dev/"
  mkdir "$root/dev/shm" "$root/dev/pts"
  mount -t tmpfs tmpfs "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
  cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
  cp -L /etc/hosts "$root/etc/hosts"
  printf '%s\n' "deb $mirror bookworm main" "deb $mirror bookworm-updates main" "deb $security_mirror bookworm-security main" \
    >"$root/etc/apt/sources.list"
  # No service starts in a root that is not running.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  copy_certificates
}

# Takes the root's processes into a group that may not use more than so many MB, where the machine lets us.
limit_memory() { # limit_memory MB
  local parent
  for parent in /sys/fs/cgroup/memory /sys/fs/cgroup; do
    memory_group=$parent/tirkeu-bare-$$
    if mkdir "$memory_group" 2>/dev/null; then
      if { echo $(($1 * 1048576)) >"$memory_group/memory.max" || echo $(($1 * 1048576)) >"$memory_group/memory.limit_in_bytes"; } 2>/dev/null; then
        echo "memory limited to $1 MB"
        return
      fi
      rmdir "$memory_group"
    fi
  done
  memory_group=''
  echo "memory not limited: this machine offers no memory group"
}

peak_memory_mb() {
  [ -n "${memory_group:-}" ] || return 0
  echo $(($(cat "$memory_group/memory.peak" "$memory_group/memory.max_usage_in_bytes" 2>/dev/null | head -1) / 1048576))
}

in_root() {
  local settings name
  settings=(HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM="${TERM:-dumb}")
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY npm_config_registry NODE_EXTRA_CA_CERTS SSL_CERT_FILE \
    SSL_CERT_DIR CURL_CA_BUNDLE GIT_SSL_CAINFO REQUESTS_CA_BUNDLE; do
    [ -z "${!name:-}" ] || settings+=("$name=${!name}")
  done
  # The subshell moves itself into the memory group; what it starts stays there.
  (
    [ -z "${memory_group:-}" ] || echo "$BASHPID" >"$memory_group/cgroup.procs"
    exec chroot "$root" /usr/bin/env -i "${settings[@]}" "$@"
  )
}
