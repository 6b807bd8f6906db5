# `dev test [SUITE…]`: every suite in order, one line each; goes on after a failure and ends with `N passed, N failed`.
# Names of suites may be globs (`./dev test 'unit_*'`). What a suite is: tests/README.md.
. packaging/dev/suite.sh

# Programs that run a second time under AddressSanitizer and UBSan: the rooms that touch bytes from outside.
sanitized_programs='unit_crypto unit_wire unit_store unit_protocol unit_registry unit_http'

# Names of the test programs that CMake knows (a room without tests makes none).
test_programs() { ctest --test-dir build/release -N 2>/dev/null | sed -n 's/^ *Test *#[0-9]*: \(.*\)$/\1/p'; }

# run_program PRESET NAME: unless the build left it behind, in which case an older binary would tell an old story.
run_program() {
  local name=$2
  [ "$1" = release ] || name=$1/$2
  if [ -n "${build_is_broken:-}" ] && ! ninja -C "build/$1" -n "$2" 2>/dev/null | grep -q 'no work to do'; then
    suite "$name" bash -c "echo 'not ok - $2 could not be built'; exit 1"
  else
    suite "$name" "build/$1/bin/$2" --gtest_color=no
  fi
}

run_native() {
  local name
  for name in $(test_programs); do run_program release "$name"; done
}

run_sanitized() {
  local names=() name
  for name in $(test_programs); do
    case " $sanitized_programs " in *" $name "*) if wanted "asan/$name"; then names+=("$name"); fi ;; esac
  done
  [ ${#names[@]} -gt 0 ] || return 0
  build_is_broken=''
  prepare build_asan compile asan "${names[@]}" || build_is_broken=yes
  for name in "${names[@]}"; do run_program asan "$name"; done
}

# Real processes: every executable file in tests/integration.
run_integration() {
  local file
  export TIRKEU_BIN=$PWD/build/release/bin TIRKEU_UI=$PWD/ui-web/dist
  for file in tests/integration/*; do
    if [ -f "$file" ] && [ -x "$file" ]; then suite "integration/$(basename "${file%.*}")" "$file"; fi
  done
}

run_ui() {
  [ -f ui-web/package.json ] || return 0
  suite ui npm --prefix ui-web run --silent test
  suite browser npm --prefix ui-web run --silent test:browser
}

dev_test() {
  patterns=("$@")
  mkdir -p build/test-logs
  steps 4
  step step_setup
  need build node test
  step step_rules
  suite rules node tests/rules/run.mjs
  if [ "${patterns[*]}" != rules ]; then
    step step_programs release "$(parallel_jobs)" "$(memory_mb)"
    build_is_broken=''
    keep_going=yes prepare build compile release || build_is_broken=yes
    [ ! -f ui-web/package.json ] || prepare build_ui build_ui || true
    step step_suites
    run_native
    run_sanitized
    [ ! -f tests/sim/CMakeLists.txt ] || suite simulation bash packaging/dev/simulate.sh
    run_integration
    run_ui
  fi
  say_result
}
