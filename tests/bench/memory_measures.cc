// Peak memory of the programs as they are installed: logins, acceptances, a round with a backlog, searches.
#include <boost/json.hpp>
#include <fstream>

#include "schema/registry/application_json.h"
#include "tests/bench/measures.h"
#include "tests/bench/process.h"

namespace tirkeu::bench {
namespace {

const std::string kPassword = "correct horse battery";
constexpr int kAcceptances = 50;

std::string write_config(const std::filesystem::path& file, const std::filesystem::path& data,
                         const std::string& more) {
  std::ofstream config(file);
  config << "data = \"" << data.string() << "\"\nlisten = \"127.0.0.1:0\"\n" << more;
  return file.string();
}

void add_user(const std::string& program, const std::filesystem::path& data, const std::string& name,
              const std::string& role) {
  run_command({program, "user", "add", name, "--role", role, "--password-file", "-", "--data", data.string()},
              kPassword + "\n");
}

}  // namespace

void measure_memory(const std::filesystem::path& hub_folder, const std::filesystem::path& node_folder,
                    const std::filesystem::path& programs, const std::filesystem::path& folder, const Report& report) {
  report.section("Peak memory of the programs (VmHWM)");
  report.progress("memory of the programs in " + programs.string());
  const std::string hub_program = (programs / "tirkeu-hub").string();
  const std::string node_program = (programs / "tirkeu-node").string();
  add_user(hub_program, hub_folder, "admin", "admin");
  add_user(node_program, node_folder, "aigul", "clerk");
  const Daemon hub({hub_program, "serve", "--config", write_config(folder / "hub.toml", hub_folder, "")});
  const Daemon node({node_program, "serve", "--config",
                     write_config(folder / "node.toml", node_folder,
                                  "[hub]\nurl = \"" + hub.url() + "\"\n[sync]\ninterval_s = 0\n")});
  report.add({"node.memory_start", "node, started", node.peak_mib(), "MiB", {}});
  report.add({"hub.memory_start", "hub, started", hub.peak_mib(), "MiB", {}});

  Browser clerk(node.url());
  clerk.log_in("aigul", kPassword);
  Foreigners foreigners(sim::Dice(99).fork(), Vocabulary::kMeasuring);
  const base::Date today{std::chrono::year(2026) / 11 / 2};
  for (int i = 0; i < kAcceptances; ++i)
    clerk.call("POST", "/api/v1/applications", registry::to_json(foreigners.file("KZ-06-03", today)));
  clerk.call("POST", "/api/v1/sync");
  clerk.call("GET", "/api/v1/applications?q=ov&limit=50");
  Browser administrator(hub.url());
  administrator.log_in("admin", kPassword);
  administrator.call("GET", "/api/v1/applications?q=ov&limit=50");
  administrator.call("GET", "/api/v1/duplicates");
  const boost::json::value status = clerk.call("GET", "/api/v1/status");
  if (status.at("unsent") != 0) throw std::runtime_error("the round did not carry the backlog");
  report.add({"node.memory_peak",
              "node, after a login, 50 acceptances, a round with a backlog of 1,050 and a search",
              node.peak_mib(),
              "MiB",
              {}});
  report.add({"hub.memory_peak",
              "hub, after the same round, a login, a search and the duplicates",
              hub.peak_mib(),
              "MiB",
              {}});
}

}  // namespace tirkeu::bench
