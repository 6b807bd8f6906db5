#!/usr/bin/env bash
# Each deliberately broken build of the simulator must be caught within 100 seeds; the sound one is the suite `simulation`.
set -u
bin=${TIRKEU_BIN:-build/release/bin}
for patch in tests/sim/broken/*.patch; do
  name=$(basename "$patch" .patch)
  printf '# %s\n' "tirkeu-sim-$name --seeds 100 --days 20"
  if out=$("$bin/tirkeu-sim-$name" --seeds 100 --days 20 2>/dev/null); then
    printf 'not ok - %s is caught within 100 seeds\n' "$name"
  elif printf '%s\n' "$out" | grep -q '^VIOLATION seed'; then
    printf 'ok - %s is caught: %s\n' "$name" "$(printf '%s\n' "$out" | grep '^VIOLATION')"
  else
    printf 'not ok - %s ended without a word: %s\n' "$name" "$(printf '%s\n' "$out" | tail -1)"
  fi
done
