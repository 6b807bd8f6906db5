// tirkeu-vectors bundles FOLDER, tirkeu-vectors frozen FOLDER: writes the protocol's test vectors, or a department's databases, into a
// new folder. What was released stays as it is, so nothing is ever written over: a later version's lie beside these.
#include <filesystem>
#include <iostream>

#include "tests/vectors/frozen.h"
#include "tests/vectors/scenes.h"

namespace {

using namespace tirkeu::testing;

void make_bundles(const std::filesystem::path& folder) {
  Vectors vectors = Scenes().all();
  vectors.merge(newer(vectors));
  vectors.merge(damaged(vectors));
  std::filesystem::create_directories(folder);
  for (auto& [name, vector] : vectors) {
    for (auto& [key, value] : open_vector(vector)) vector[key] = value;
    const std::string text = printed(vector);
    write_file(folder / (name + ".json"), tirkeu::base::bytes_of(text));
  }
  std::cout << vectors.size() << " vectors\n";
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc == 3 ? argv[1] : "";
  if ((what != "bundles" && what != "frozen") || std::filesystem::exists(argv[2])) {
    std::cerr << "tirkeu-vectors bundles|frozen FOLDER: the folder must not exist yet\n";
    return 2;
  }
  tirkeu::crypto::initialise();
  if (what == "bundles")
    make_bundles(argv[2]);
  else
    Scenes().freeze(argv[2]);
}
