# `dev test [SUITE…]`: every suite in order, one line each; goes on after a failure and ends with `N passed, N failed`.
# Names of suites may be globs (`./dev test 'unit_*'`). What a suite is: tests/README.md.
. packaging/dev/suite.sh

# What a suite with real processes needs to find them.
export TIRKEU_BIN=$PWD/build/release/bin TIRKEU_UI=$PWD/ui-web/dist

# Programs that run a second time under AddressSanitizer and UBSan: the rooms that touch bytes from outside.
sanitized_programs='unit_crypto unit_wire unit_store unit_protocol unit_registry unit_http unit_department'

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

# Real processes: every executable file in tests/integration, named without its ending.
integration_files() { find tests/integration -maxdepth 1 -type f -executable 2>/dev/null | sort; }
integration_suites() { integration_files | sed 's|^tests/||; s|\.[a-z]*$||'; }

# Damage in large numbers: to a bundle with the shipped build, to changesets with the sanitizers.
run_damage() {
  if [ -f tests/damage/CMakeLists.txt ]; then
    suite damage/flips build/release/bin/tirkeu-damage flips
    suite damage/disks build/release/bin/tirkeu-damage disks
    if ! wanted damage/changesets; then return 0; fi
    if prepare build_damage compile asan tirkeu-damage; then
      suite damage/changesets build/asan/bin/tirkeu-damage changesets --runs 300000 --seed "$((SRANDOM % 1000000000))"
    fi
  fi
}

# The second compiler, for its fuzzer alone.
run_fuzz() {
  wanted fuzz || return 0
  if prepare build_fuzz compile clang fuzz_targets; then suite fuzz bash packaging/dev/fuzz_suite.sh; fi
}

run_integration() {
  local file name
  for file in $(integration_files); do
    name=${file#tests/}
    suite "${name%.*}" "$file"
  done
}

run_ui() {
  [ -f ui-web/package.json ] || return 0
  suite ui npm --prefix ui-web run --silent test
}

# any_wanted NAME…: one of them is.
any_wanted() {
  local name
  for name in "$@"; do if wanted "$name"; then return 0; fi; done
  return 1
}

# Builds what the wanted suites need: everything, unless suites were named.
prepare_programs() {
  local targets=() name
  build_is_broken=''
  [ "${patterns[*]}" != rules ] || return 0
  if [ -f build/release/build.ninja ]; then
    # A room may have got its first test since the last build: only CMake knows.
    ninja -C build/release build.ninja >build/test-logs/configure.log 2>&1 || build_is_broken=yes
  else
    prepare configure configure release || build_is_broken=yes
  fi
  if [ ${#patterns[@]} -gt 0 ]; then
    for name in $(test_programs); do if wanted "$name"; then targets+=("$name"); fi; done
    if [ -f tests/sim/CMakeLists.txt ] && wanted simulation; then targets+=(tirkeu-sim); fi
    if any_wanted damage/flips damage/disks; then targets+=(tirkeu-damage); fi
    if any_wanted "${integrations[@]}"; then targets+=(tirkeu-hub tirkeu-node); fi
    if wanted integration/matching; then targets+=(tirkeu-match-eval); fi
    if wanted integration/indicators; then targets+=(tirkeu-month); fi
    if wanted integration/broken; then
      for name in tests/sim/broken/*.patch; do targets+=("tirkeu-sim-$(basename "$name" .patch)"); done
    fi
    [ ${#targets[@]} -gt 0 ] || return 0
  fi
  keep_going=yes prepare build compile release "${targets[@]}" || build_is_broken=yes
}

dev_test() {
  patterns=("$@")
  mapfile -t integrations < <(integration_suites)
  mkdir -p build/test-logs
  # What an earlier run said proves nothing about this one.
  if [ ${#patterns[@]} -eq 0 ]; then rm -f build/test-logs/*.log; fi
  steps 4
  step step_setup
  need build node demo test
  if wanted fuzz; then need fuzz; fi
  step step_rules
  suite rules node tests/rules/run.mjs
  step step_programs release "$(parallel_jobs)" "$(memory_mb)"
  prepare_programs
  if [ -f ui-web/package.json ] && any_wanted ui "${integrations[@]}"; then prepare build_ui build_ui || true; fi
  step step_suites
  run_native
  run_sanitized
  run_damage
  run_fuzz
  if [ -f tests/sim/CMakeLists.txt ]; then suite simulation bash packaging/dev/simulate.sh; fi
  run_integration
  run_ui
  # Last, and only after a run of everything: it reads in the logs whether each test that the table of clauses names ran.
  if [ ${#patterns[@]} -eq 0 ]; then suite standard node tests/rules/standard_ran.mjs build/test-logs; fi
  say_result
}
