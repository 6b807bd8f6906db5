# `dev fuzz [TARGET] [SECONDS]`: libFuzzer with ASan and UBSan, one target per door by which bytes come in; all in turn without a name.
# What a target finds new is kept in build/fuzz/TARGET; a crash is written there too, and its file is the way to repeat it.
dev_fuzz() {
  local only=${1:-} seconds=${2:-60} targets target failed=0
  steps 3
  step step_setup
  need build fuzz
  step step_programs clang "$(parallel_jobs)" "$(memory_mb)"
  [ -f build/clang/build.ninja ] || cmake --preset clang --log-level=WARNING || die build_failed
  targets=$(ninja -C build/clang -t targets all | sed -n 's/^\(fuzz_[a-z_0-9]*\): phony$/\1/p' | grep -vx fuzz_targets)
  [ -z "$only" ] || targets=$(grep -xE "(fuzz_)?${only#fuzz_}" <<<"$targets" || true)
  [ -n "$targets" ] || die fuzz_no_target "$only"
  # Names of targets hold no blanks.
  # shellcheck disable=SC2086
  compile clang $targets tirkeu-fuzz-seeds || die build_failed
  build/clang/bin/tirkeu-fuzz-seeds build/fuzz/seeds || die build_failed
  step step_fuzz "$seconds"
  for target in $targets; do
    mkdir -p "build/fuzz/$target"
    local corpora=("build/fuzz/$target")
    [ ! -d "tests/fuzz/corpus/${target#fuzz_}" ] || corpora+=("tests/fuzz/corpus/${target#fuzz_}")
    [ ! -d "build/fuzz/seeds/${target#fuzz_}" ] || corpora+=("build/fuzz/seeds/${target#fuzz_}")
    [ ! -f "tests/fuzz/words/${target#fuzz_}.dict" ] || corpora+=("-dict=tests/fuzz/words/${target#fuzz_}.dict")
    if build/clang/bin/"$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
      -artifact_prefix="build/fuzz/$target/" "${corpora[@]}" >"build/fuzz/$target.log" 2>&1; then
      printf '  %sok%s   %s %s\n' "$green" "$plain" "$target" "$(grep -o 'number_of_executed_units: *[0-9]*' "build/fuzz/$target.log" || true)"
    else
      failed=1
      printf '  %sFAIL%s %s\n' "$red" "$plain" "$target"
      tail -25 "build/fuzz/$target.log"
    fi
  done
  return "$failed"
}
