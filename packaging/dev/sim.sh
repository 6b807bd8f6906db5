# `dev sim --seed N --days D`, `dev sim --seeds N`: the simulator, built as the programs are shipped.
dev_sim() {
  steps 2
  step step_setup
  need build
  step step_programs release "$(parallel_jobs)" "$(memory_mb)"
  compile release tirkeu-sim || die build_failed
  exec build/release/bin/tirkeu-sim "$@"
}
