# Running a suite and counting its tests.
#
# A suite is a command. Its counts are read from what it prints: a last line `N passed, N failed`; or GoogleTest's lines; or
# TAP (`ok …`, `not ok …`); or the summary of node --test. A suite that prints no test at all, or ends badly without a failed
# test, has failed: silence is not success. A skipped test counts as failed, because nobody saw it pass.

suite_timeout_s=900
tests_passed=0 tests_failed=0 suite_pid=''
trap '[ -z "$suite_pid" ] || kill -KILL -- "-$suite_pid" 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM

# count_tests LOG: prints "PASSED FAILED".
count_tests() {
  awk '
    /^[0-9]+ passed, [0-9]+ failed$/   { told = 1; told_passed = $1; told_failed = $3 }
    /^(#|ℹ) pass [0-9]+$/              { told = 1; told_passed = $3 }
    /^(#|ℹ) (fail|cancelled|skipped|todo) [0-9]+$/ { told_failed += $3 }
    /^\[       OK \] /                 { passed++ }
    /^\[  FAILED  \] .*\([0-9]+ ms\)$/ { failed++ }
    /^\[  SKIPPED \] .*\([0-9]+ ms\)$/ { failed++ }
    /^ok( |$)/                         { if (/# (SKIP|TODO)/) failed++; else passed++ }
    /^not ok( |$)/                     { failed++ }
    END { if (told) print told_passed + 0, told_failed + 0; else print passed + 0, failed + 0 }' "$1"
}

# failing_output LOG: what a person needs to see of a failed suite: of GoogleTest the blocks of failed tests, of TAP the failed
# lines and what stands below them; where there are none, the end, where a crash shows.
failing_output() {
  local blocks
  blocks=$(awk '
    /^\[ RUN      \] / { block = ""; running = 1 }
    running { block = block $0 "\n" }
    /^\[       OK \] / { running = 0; block = "" }
    /^\[  (FAILED|SKIPPED)/ && running { printf "%s", block; running = 0 }
    /^ *(not ok|✖)/ { print; below = 1; next }
    /^ *(ok|✔)/ { below = 0; next }
    below && /^( |#)/ { print; next }
    { below = 0 }' "$1" | head -200 || true)
  if [ -n "$blocks" ]; then printf '%s\n' "$blocks"; else tail -30 "$1"; fi
  say output_at "$1"
}

# wanted NAME: true when no suites were named on the command line, or one of the patterns fits.
wanted() {
  [ ${#patterns[@]} -gt 0 ] || return 0
  local pattern
  for pattern in "${patterns[@]}"; do
    # The pattern is a glob on purpose.
    # shellcheck disable=SC2053
    [[ $1 != $pattern ]] || return 0
  done
  return 1
}

tenths_since() { printf '%s\n' "$(((${EPOCHREALTIME/[.,]/} - ${1/[.,]/}) / 100000))"; }

# report NAME PASSED FAILED TENTHS: adds up and prints the line of a suite.
report() {
  tests_passed=$((tests_passed + $2)) tests_failed=$((tests_failed + $3))
  local word="${green}ok  $plain"
  [ "$3" -eq 0 ] || word="${red}FAIL$plain"
  printf '  %s %-32s %6d passed %4d failed %6d.%d s\n' "$word" "$1" "$2" "$3" "$(($4 / 10))" "$(($4 % 10))"
}

# suite NAME COMMAND…: in a process group of its own, which ends with it, so that no daemon of a test outlives the test.
suite() {
  local name=$1 log counts code=0 began=$EPOCHREALTIME
  shift
  wanted "$name" || return 0
  log=build/test-logs/${name//\//-}.log
  # Jobs in the background of a shell ignore SIGINT; tests of a clean stop need it as it is by default.
  LC_ALL=C.UTF-8 env --default-signal timeout --kill-after=15 "$suite_timeout_s" "$@" >"$log" 2>&1 </dev/null &
  suite_pid=$!
  { wait "$suite_pid" || code=$?; } 2>/dev/null
  kill -KILL -- "-$suite_pid" 2>/dev/null || true
  suite_pid=''
  if [ "$code" = 124 ] || [ "$code" = 137 ]; then say suite_stopped "$suite_timeout_s" >>"$log"; fi
  read -r -a counts < <(count_tests "$log")
  if [ "${counts[1]}" -eq 0 ] && { [ "$code" -ne 0 ] || [ "${counts[0]}" -eq 0 ]; }; then
    counts[1]=1
    if [ "$code" -eq 0 ]; then say suite_silent >>"$log"; else say suite_code "$code" >>"$log"; fi
  fi
  report "$name" "${counts[0]}" "${counts[1]}" "$(tenths_since "$began")"
  [ "${counts[1]}" -eq 0 ] || failing_output "$log" | sed 's/^/       /'
}

# prepare NAME COMMAND…: a build. It counts only when it fails, as one failure. On a terminal its progress is seen.
prepare() {
  local name=$1 log=build/test-logs/$1.log began=$EPOCHREALTIME code=0 tenths
  shift
  if [ -t 1 ]; then "$@" 2>&1 | tee "$log" || code=1; else "$@" >"$log" 2>&1 || code=1; fi
  tenths=$(tenths_since "$began")
  if [ "$code" -eq 0 ]; then
    printf '  %s %-32s %28d.%d s\n' "${green}made$plain" "$name" "$((tenths / 10))" "$((tenths % 10))"
    return 0
  fi
  report "$name" 0 1 "$tenths"
  { grep -E '(error|FAILED|undefined reference|ERR!)' "$log" | head -40 || true; tail -20 "$log"; } | sed 's/^/       /'
  return 1
}

say_result() {
  printf '%d passed, %d failed\n' "$tests_passed" "$tests_failed"
  [ "$tests_failed" -eq 0 ]
}
