# `dev package`: tirkeu-node and tirkeu-hub as Debian packages in dist/, checked by lintian and systemd-analyze.

# What a Debian build sees: our tracked sources, the web UI ready made, and packaging/debian as debian.
assemble_source() { # assemble_source FOLDER
  rm -rf "$1"
  mkdir -p "$1/ui-web"
  git ls-files -z -- . ':!tests' ':!ui-web' ':!packaging' ':!.*' | xargs -0 cp --parents -t "$1"
  cp -r packaging/debian "$1/debian"
  cp -r ui-web/dist "$1/ui-web/dist"
  rm -f "$1/ui-web/dist/.built"
}

build_packages() { # build_packages FOLDER
  # debhelper gives the build a home folder of its own; the compiler's cache stays where it is.
  (cd "$1" && CCACHE_DIR=${CCACHE_DIR:-$HOME/.cache/ccache} DEB_BUILD_OPTIONS="parallel=$(parallel_jobs)" \
    dpkg-buildpackage --build=binary --no-sign --no-pre-clean)
}

dev_package() {
  local version source
  version=$(sed -n '1s/^tirkeu (\(.*\)) .*/\1/p' packaging/debian/changelog)
  grep -q "^project(tirkeu VERSION $version " CMakeLists.txt || die package_version "$version"
  source=build/package/tirkeu-$version
  steps 4
  step step_setup
  need build node package
  step step_ui
  build_ui || die ui_failed
  step step_package
  assemble_source "$source"
  build_packages "$source" || die build_failed
  mkdir -p dist
  rm -f dist/*.deb dist/*.changes dist/*.buildinfo dist/SHA256SUMS
  mv build/package/*.deb build/package/*.changes build/package/*.buildinfo dist/
  (cd dist && sha256sum ./*.deb >SHA256SUMS)
  step step_lintian
  # Root builds in containers; lintian's warning about that is not about the packages.
  lintian --allow-root --fail-on error,warning --tag-display-limit 0 dist/*.changes || die lintian_failed
  packaging/check-units dist/*.deb || die units_failed
  say packages_made
  ls -l dist/*.deb
}
