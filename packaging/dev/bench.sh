# `dev bench [--json]`: measures on this machine. With --json only the measures go to stdout, one object a line.
dev_bench() {
  {
    steps 2
    step step_setup
    need build
    step step_programs release "$(parallel_jobs)" "$(memory_mb)"
    compile release tirkeu-bench tirkeu-hub tirkeu-node || die build_failed
  } >&2
  export TIRKEU_BIN=$PWD/build/release/bin
  exec build/release/bin/tirkeu-bench "$@"
}
