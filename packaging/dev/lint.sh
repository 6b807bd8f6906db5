# `dev lint [--all]`: form and clang-tidy's checks, of what differs from the commit before on main, or of everything.

changed_files() { # changed_files PATTERN…: tracked and new files that differ from where this branch left main
  local base
  base=$(git merge-base HEAD origin/main 2>/dev/null || git merge-base HEAD main 2>/dev/null || echo HEAD)
  [ "$base" != "$(git rev-parse HEAD)" ] || base=$(git rev-parse -q --verify HEAD~1 || echo HEAD)
  { git diff --name-only --diff-filter=d "$base" -- "$@"; git ls-files --others --exclude-standard -- "$@"; } | sort -u
}

lint_files() { if [ "$everything" = yes ]; then git ls-files -- "$@"; else changed_files "$@"; fi; }

# A build tree of its own, with clang and without precompiled headers, which g++ and clang-tidy cannot share.
lint_tree() {
  [ -f build/lint/compile_commands.json ] ||
    cmake --preset clang -B build/lint -DTIRKEU_PCH=OFF -DTIRKEU_SANITIZE=OFF -DTIRKEU_FUZZ=OFF --log-level=WARNING >&2 || return 1
  # The header that Cap'n Proto makes must be there to be included; nothing else has to be built.
  mkdir -p build/lint/capnp
  capnp compile --src-prefix=. -oc++:build/lint/capnp schema/wire/*.capnp
}

dev_lint() {
  everything=no
  [ "${1:-}" != --all ] || everything=yes
  local failed=0 files scripts sources
  steps 4
  step step_setup
  need build lint
  step step_format
  mapfile -t files < <(lint_files '*.cc' '*.h')
  [ ${#files[@]} -eq 0 ] || clang-format-19 --dry-run -Werror "${files[@]}" || { failed=1; say format_hint; }
  step step_scripts
  mapfile -t scripts < <(lint_files dev '*.sh' .ci/run packaging/test-install packaging/test-bare-root)
  [ ${#scripts[@]} -eq 0 ] || shellcheck --shell=bash --severity=warning -e SC1090,SC1091,SC2034,SC2154 "${scripts[@]}" || failed=1
  step step_tidy
  mapfile -t sources < <(lint_files '*.cc' | grep -v '^tests/fuzz/' || true)
  if [ ${#sources[@]} -gt 0 ]; then
    lint_tree || die build_failed
    printf '%s\n' "${sources[@]}" | xargs -P "$(parallel_jobs)" -n 1 clang-tidy-19 -p build/lint --quiet 2>/dev/null || failed=1
  fi
  if [ "$failed" -eq 0 ]; then say lint_clean; else say lint_failed; fi
  return "$failed"
}
