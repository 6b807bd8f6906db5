# Installs what is missing, from Debian only, and never at the price of removing something.

packages_of() { # packages_of GROUP…: the names in packages.list
  local group
  for group in "$@"; do awk -v group="$group" '$1 == group {for (i = 2; i <= NF; i++) print $i}' packaging/dev/packages.list; done
}

missing_packages() {
  local package installed
  # dpkg-query answers 1 when it has never heard of one of them.
  installed=$({ dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true; } | sed -n 's/^installed //p')
  for package in "$@"; do grep -qxF "$package" <<<"$installed" || printf '%s\n' "$package"; done
}

# Its hundreds of lines are for a terminal; elsewhere they go into build/setup.log, and are shown when something went wrong.
apt() {
  local options=(-q -y --no-install-recommends --no-remove -o DPkg::Lock::Timeout=300) bundle=${SSL_CERT_FILE:-${CURL_CA_BUNDLE:-}}
  [ ! -r "$bundle" ] || options+=(-o "Acquire::https::CaInfo=$bundle")
  if [ -t 1 ]; then
    as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" -o Dpkg::Progress-Fancy=1 "$@"
    return
  fi
  mkdir -p build
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" "$@" >build/setup.log 2>&1; then
    grep -E '^[EW]:' build/setup.log || tail -20 build/setup.log
    return 1
  fi
}

# What apt would take away to install the given packages; nothing in the usual case.
would_remove() { LC_ALL=C apt-get -s --no-install-recommends -o Debug::NoLocking=1 install "$@" 2>/dev/null | awk '$1 == "Remv" {print $2}'; }

# need GROUP…: makes sure that the groups are installed. Quick when they are.
need() {
  local groups=() group wanted missing removed
  for group in "$@"; do
    [ "$group" = node ] && node_is_usable || groups+=("$group")
  done
  [ ${#groups[@]} -gt 0 ] || return 0
  mapfile -t wanted < <(packages_of "${groups[@]}")
  if ! command -v apt-get >/dev/null; then
    say not_debian "${wanted[*]}" >&2
    return 0
  fi
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  [ ${#missing[@]} -gt 0 ] || return 0
  can_be_root || die need_root "apt-get install --no-install-recommends ${missing[*]}"
  say installing "${missing[*]}"
  if ! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null || ! apt-cache show "${missing[@]}" >/dev/null 2>&1; then
    apt update || die apt_update_failed
  fi
  removed=$(would_remove "${missing[@]}")
  [ -z "$removed" ] || die apt_would_remove "$(tr '\n' ' ' <<<"$removed")" "${missing[*]}"
  if ! apt install "${missing[@]}"; then
    # A list older than the mirror names files that are gone: look once more before giving up.
    apt update && apt install "${missing[@]}" || die apt_install_failed "${missing[*]}"
  fi
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  [ ${#missing[@]} -eq 0 ] || die apt_install_failed "${missing[*]}"
}

dev_setup() {
  local groups=("$@")
  [ $# -gt 0 ] || groups=(build node test)
  need "${groups[@]}"
  say setup_done "${groups[*]}"
}
