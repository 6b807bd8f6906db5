# What this machine has: memory, processors, administrator rights, and the way out through a proxy.

# Tools read these names in lower case, people often set them in upper case: make both say the same.
for name in http_proxy https_proxy no_proxy; do
  upper=${name^^}
  value=${!name:-${!upper:-}}
  [ -z "$value" ] || export "$name=$value" "$upper=$value"
done
# A certificate authority of the site, named by any of the usual variables, is good for npm too.
for name in SSL_CERT_FILE CURL_CA_BUNDLE REQUESTS_CA_BUNDLE GIT_SSL_CAINFO; do
  [ -n "${NODE_EXTRA_CA_CERTS:-}" ] || [ ! -r "${!name:-}" ] || export NODE_EXTRA_CA_CERTS="${!name}"
done

# The settings that must survive sudo, as NAME=VALUE lines.
site_settings() {
  local name
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR \
    CURL_CA_BUNDLE GIT_SSL_CAINFO REQUESTS_CA_BUNDLE; do
    [ -z "${!name:-}" ] || printf '%s=%s\n' "$name" "${!name}"
  done
}

can_be_root() { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null; }

# as_root COMMAND…: directly, or by sudo with the site's settings.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    local settings
    mapfile -t settings < <(site_settings)
    sudo env "${settings[@]}" "$@"
  fi
}

# Limits in bytes of the control groups that this process lives in, innermost first; nothing where there are none.
group_limits() {
  local number controllers path folder
  while IFS=: read -r number controllers path; do
    case $controllers in
      '') folder=/sys/fs/cgroup ;;
      memory) folder=/sys/fs/cgroup/memory ;;
      *) continue ;;
    esac
    while :; do
      cat "$folder$path/memory.max" "$folder$path/memory.limit_in_bytes" 2>/dev/null || true
      [ -n "${path%/}" ] || break
      path=${path%/*}
    done
  done </proc/self/cgroup
}

# Megabytes that may be used: what is free now, and no more than a container's limit.
memory_mb() {
  local free limit
  free=$(awk '/^MemAvailable:/ {print int($2 / 1024)}' /proc/meminfo)
  for limit in $(group_limits); do
    # "max", or an absurd number, is no limit.
    if [[ $limit =~ ^[0-9]{1,15}$ ]] && [ $((limit / 1048576)) -lt "$free" ]; then free=$((limit / 1048576)); fi
  done
  printf '%s\n' "$free"
}

# A compiler process takes up to 1.4 GB here (the two files that see Beast more: CMake lets only one of them run at a time).
parallel_jobs() {
  local jobs by_memory
  jobs=$(nproc)
  by_memory=$(($(memory_mb) / 1400))
  [ "$by_memory" -ge "$jobs" ] || jobs=$by_memory
  [ "$jobs" -ge 1 ] || jobs=1
  printf '%s\n' "${TIRKEU_JOBS:-$jobs}"
}

# The Node that is there is used if it is new enough for the tools of ui-web.
node_is_usable() {
  command -v npm >/dev/null && command -v node >/dev/null || return 1
  [ "$(node -p 'parseInt(process.versions.node)' 2>/dev/null || echo 0)" -ge 18 ]
}
