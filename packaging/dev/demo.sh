# `dev demo`: a whole department on this machine; `dev demo --story`: the main job without a person. The scene itself: packaging/demo.
dev_demo() {
  steps 4
  step step_setup
  need build node demo
  step step_programs release "$(parallel_jobs)" "$(memory_mb)"
  # Only the programs: who wants to see the demo should not wait for the tests.
  compile release tirkeu-hub tirkeu-node || die build_failed
  step step_ui
  build_ui || die ui_failed
  step step_department
  export TIRKEU_BIN=$PWD/build/release/bin TIRKEU_UI=$PWD/ui-web/dist
  exec node packaging/demo/demo.mjs "$@"
}
