# The simulator as a suite of `dev test`. Fixed seeds find again what was found before; fresh ones look further, and are printed
# so that a failure can be repeated with the same line.
simulator=build/release/bin/tirkeu-sim

attempt() {
  printf '# %s\n' "$simulator $*"
  if "$simulator" "$@"; then printf 'ok - tirkeu-sim %s\n' "$*"; else printf 'not ok - tirkeu-sim %s\n' "$*"; fi
}

attempt --seeds 40 --days 10
attempt --from $((SRANDOM % 1000000000 + 1000)) --seeds 100 --days 3 --offices 5
for _ in 1 2 3; do attempt --from $((SRANDOM % 1000000000 + 1000)) --days 20; done
