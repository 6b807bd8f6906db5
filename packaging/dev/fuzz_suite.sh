# The fuzz targets as a suite of `dev test`: each takes every seed of its corpus, then looks further for a few seconds with seeds of its
# own, as many targets at a time as there are processors. `dev fuzz` looks for longer. An input that breaks a target is kept in
# build/fuzz/TARGET and its text in the log: `build/clang/bin/fuzz_TARGET FILE` repeats it.
build/clang/bin/tirkeu-fuzz-seeds build/fuzz/seeds || printf 'not ok - seeds of the present wire format\n'
export fuzz_seconds=${TIRKEU_FUZZ_SECONDS:-10}

fuzz_one() {
  local name=$1 kept=build/fuzz/fuzz_$1 log=build/fuzz/fuzz_$1.log corpus=tests/fuzz/corpus/$1 words=tests/fuzz/words/$1.dict options=()
  mkdir -p "$kept"
  [ ! -d "$corpus" ] || options+=("$corpus")
  [ ! -d "build/fuzz/seeds/$name" ] || options+=("build/fuzz/seeds/$name")
  [ ! -f "$words" ] || options+=("-dict=$words")
  if "build/clang/bin/fuzz_$name" -max_total_time="$fuzz_seconds" -timeout=60 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$kept/" "$kept" "${options[@]}" >"$log" 2>&1; then
    printf 'ok - %s: %s executions\n' "$name" "$(sed -n 's/.*number_of_executed_units: *//p' "$log")"
  else
    printf 'not ok - %s\n' "$name"
    tail -40 "$log" | sed 's/^/  /'
  fi
}
export -f fuzz_one

for file in tests/fuzz/fuzz_*.cc; do
  name=${file#tests/fuzz/fuzz_}
  printf '%s\n' "${name%.cc}"
done | xargs -P "$(nproc)" -I NAME bash -c 'fuzz_one NAME'
