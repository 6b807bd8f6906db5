#include "sync/base/machine_marks.h"

#include <fstream>
#include <sys/stat.h>

namespace tirkeu::base {
namespace {

namespace fs = std::filesystem;

/// First line of a small file of the system; empty when there is none.
std::string line_of(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
  return line;
}

void add(std::vector<MachineMark>& marks, MachineMark::Kind kind, const std::string& value) {
  if (!value.empty()) marks.push_back({kind, value});
}

/// Cards that are devices; bridges and tunnels are made anew with every start.
void add_network_cards(std::vector<MachineMark>& marks) {
  std::error_code problem;
  for (const fs::directory_entry& card : fs::directory_iterator("/sys/class/net", problem)) {
    if (!fs::exists(card.path() / "device", problem)) continue;
    add(marks, MachineMark::Kind::kPart, line_of(card.path() / "address"));
  }
}

void add_disks(std::vector<MachineMark>& marks) {
  std::error_code problem;
  for (const fs::directory_entry& disk : fs::directory_iterator("/sys/block", problem)) {
    // A stick comes and goes.
    if (line_of(disk.path() / "removable") != "0" || !fs::exists(disk.path() / "device", problem)) continue;
    for (const char* const name : {"wwid", "device/wwid", "device/serial"}) {
      const std::string serial = line_of(disk.path() / name);
      add(marks, MachineMark::Kind::kPart, serial);
      if (!serial.empty()) break;
    }
  }
}

}  // namespace

std::vector<MachineMark> read_machine_marks(const fs::path& folder) {
  std::vector<MachineMark> marks;
  add(marks, MachineMark::Kind::kSystem, line_of("/etc/machine-id"));
  add_network_cards(marks);
  add_disks(marks);
  struct stat status {};
  if (stat(folder.c_str(), &status) == 0) add(marks, MachineMark::Kind::kPlace, std::to_string(status.st_ino));
  return marks;
}

}  // namespace tirkeu::base
