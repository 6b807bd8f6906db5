# Builds the programs and the web UI.
export NINJA_STATUS='[%f/%t %es] '

configure() { [ -f "build/$1/build.ninja" ] || cmake --preset "$1" --log-level=WARNING; }

# compile PRESET [TARGET…]: configures when needed, then builds; without targets everything of the preset.
# With keep_going set, one file that does not compile does not stop the rest.
compile() {
  local preset=$1 options=()
  shift
  configure "$preset" || return 1
  [ $# -eq 0 ] || options=(--target "$@")
  [ -z "${keep_going:-}" ] || options+=(-- -k 0)
  cmake --build "build/$preset" --parallel "$(parallel_jobs)" "${options[@]}"
}

# The tools of ui-web exactly as its lock file names them; again only when the lock file changed.
install_ui_tools() {
  [ ui-web/node_modules/.package-lock.json -nt ui-web/package-lock.json ] && return 0
  (cd ui-web && npm ci --no-audit --no-fund --no-update-notifier --prefer-offline --loglevel=error) && touch ui-web/node_modules/.package-lock.json
}

# ui-web/dist/{node,hub}; again only when a source is newer than the last build.
build_ui() {
  install_ui_tools || return 1
  local stamp=ui-web/dist/.built
  if [ -f "$stamp" ] && [ -z "$(find ui-web -path ui-web/node_modules -prune -o -path ui-web/dist -prune -o -type f -newer "$stamp" -print -quit)" ]; then
    return 0
  fi
  (cd ui-web && npm run --silent build) && touch "$stamp"
}

dev_build() {
  local preset=${1:-release}
  grep -q "\"name\": \"$preset\", \"inherits\"" CMakePresets.json || die unknown_preset "$preset"
  steps 3
  step step_setup
  need build node
  [ "$preset" != clang ] || need fuzz
  step step_programs "$preset" "$(parallel_jobs)" "$(memory_mb)"
  compile "$preset" || die build_failed
  step step_ui
  build_ui || die ui_failed
  say built "build/$preset/bin" "ui-web/dist"
}
