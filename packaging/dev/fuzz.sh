# `dev fuzz [TARGET] [SECONDS]`: libFuzzer with ASan and UBSan, one target per door by which bytes come in; all in turn without a name.
# `dev fuzz --until N [TARGET]`: each target until it has been executed N times in all; the ledger, build/fuzz/TARGET.executions, goes on where
# it was broken off. Remove it when a door has changed: what was tried on the old one proves nothing about the new one.
# What a target finds new is kept in build/fuzz/TARGET; a crash is written there too, and its file is the way to repeat it.

# Executions between two lines of the ledger.
fuzz_portion=1000000

# fuzz_targets [NAME]: all of them, or the one of that name, with or without its prefix.
fuzz_targets() {
  ninja -C build/clang -t targets all | sed -n 's/^\(fuzz_[a-z_0-9]*\): phony$/\1/p' | grep -vx fuzz_targets |
    { if [ -n "${1:-}" ]; then grep -xE "(fuzz_)?${1#fuzz_}"; else cat; fi; } || true
}

# fuzz_once TARGET OPTION…: its log is build/fuzz/TARGET.log.
fuzz_once() {
  local target=$1 name=${1#fuzz_} corpora longest
  shift
  mkdir -p "build/fuzz/$target"
  corpora=("build/fuzz/$target")
  [ ! -d "tests/fuzz/corpus/$name" ] || corpora+=("tests/fuzz/corpus/$name")
  [ ! -d "build/fuzz/seeds/$name" ] || corpora+=("build/fuzz/seeds/$name")
  [ ! -f "tests/fuzz/words/$name.dict" ] || corpora+=("-dict=tests/fuzz/words/$name.dict")
  longest=$(awk -v name="$name" '$1 == name { print $2 }' tests/fuzz/longest.list)
  [ -z "$longest" ] || corpora+=("-max_len=$longest")
  build/clang/bin/"$target" "$@" -timeout=60 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="build/fuzz/$target/" "${corpora[@]}" \
    >"build/fuzz/$target.log" 2>&1 && return 0
  printf '  %sFAIL%s %s\n' "$red" "$plain" "$target"
  tail -25 "build/fuzz/$target.log"
  return 1
}

fuzz_executed() { sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$1.log"; }

# fuzz_until TARGET COUNT: in portions, so that little is lost when it is broken off. Without the stack of each allocation and the search for
# leaks, which `dev fuzz SECONDS` and `dev test` have: they take most of the time of a target that allocates much.
fuzz_until() {
  local target=$1 count=$2 ledger=build/fuzz/$1.executions done_so_far=0
  [ ! -s "$ledger" ] || done_so_far=$(<"$ledger")
  while [ "$done_so_far" -lt "$count" ]; do
    ASAN_OPTIONS=malloc_context_size=0:quarantine_size_mb=4 fuzz_once "$target" -runs="$fuzz_portion" -detect_leaks=0 || return 1
    done_so_far=$((done_so_far + $(fuzz_executed "$target")))
    printf '%s\n' "$done_so_far" >"$ledger"
  done
  printf '  %sok%s   %s %s\n' "$green" "$plain" "$target" "$done_so_far"
}

dev_fuzz() {
  local until='' only seconds targets target failed=0
  if [ "${1:-}" = --until ]; then
    until=${2:?}
    shift 2
  fi
  only=${1:-} seconds=${2:-60}
  steps 3
  step step_setup
  need build fuzz
  step step_programs clang "$(parallel_jobs)" "$(memory_mb)"
  [ -f build/clang/build.ninja ] || cmake --preset clang --log-level=WARNING || die build_failed
  targets=$(fuzz_targets "$only")
  [ -n "$targets" ] || die fuzz_no_target "$only"
  # Names of targets hold no blanks.
  # shellcheck disable=SC2086
  compile clang $targets tirkeu-fuzz-seeds || die build_failed
  build/clang/bin/tirkeu-fuzz-seeds build/fuzz/seeds || die build_failed
  if [ -n "$until" ]; then step step_fuzz_until "$until"; else step step_fuzz "$seconds"; fi
  for target in $targets; do
    if [ -n "$until" ]; then
      fuzz_until "$target" "$until" || failed=1
    elif fuzz_once "$target" -max_total_time="$seconds"; then
      printf '  %sok%s   %s %s\n' "$green" "$plain" "$target" "$(fuzz_executed "$target")"
    else
      failed=1
    fi
  done
  return "$failed"
}
