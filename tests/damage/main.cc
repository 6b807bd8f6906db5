// tirkeu-damage: see the README of this folder.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "sync/crypto/keys.h"
#include "tests/damage/damage.h"

int main(int argc, char** argv) {
  CLI::App app("Damages what a hub and an office have written, in large numbers, and demands that all of it is refused.");
  std::uint64_t runs = 1'000'000;
  std::uint64_t seed = 1;
  CLI::App* flips = app.add_subcommand("flips", "each bit of a bundle of 64 KiB alone");
  CLI::App* changesets = app.add_subcommand("changesets", "changesets changed at random, before the strict reader");
  changesets->add_option("--runs", runs, "how many");
  changesets->add_option("--seed", seed, "of the changes");
  CLI::App* disks = app.add_subcommand("disks", "every durable operation with each of its writes failing");
  CLI::App* files = app.add_subcommand("files", "the same on real files in a temporary folder");
  app.require_subcommand(1);
  CLI11_PARSE(app, argc, argv);
  tirkeu::crypto::initialise();
  try {
    if (flips->parsed()) tirkeu::damage::flip_every_bit();
    if (disks->parsed()) tirkeu::damage::fail_every_write();
    if (files->parsed()) tirkeu::damage::fail_on_files();
    if (changesets->parsed()) tirkeu::damage::mutate_changesets(runs, seed);
  } catch (const std::exception& broken) {
    std::printf("not ok - %s\n", broken.what());
    return 1;
  }
  return 0;
}
