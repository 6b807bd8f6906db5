// A department of two offices in one process, from which the vectors are taken: what its programs really send.
#pragma once

#include <map>

#include "hub/keys.h"
#include "node/recover.h"
#include "tests/unit/department/two_offices.h"
#include "tests/vectors/opened.h"

namespace tirkeu::testing {

/// Name of a vector and the vector without its outcome.
using Vectors = std::map<std::string, boost::json::object>;

class Scenes : public TwoOffices {
 public:
  /// Everything sound, in the order in which it happens.
  Vectors all();
  /// A department at work for a day, frozen into the new `folder`: hub and one office with keys and witnesses, a bundle that is
  /// on its way up, the answer to it, and what the book says.
  void freeze(const std::filesystem::path& folder);
  void TestBody() override {}

 private:
  struct Exchanged {
    base::Bytes up, down;
  };
  /// One exchange; keeps both bundles as vectors under `name` with "up-" and "down-" in front.
  Exchanged keep_exchange(Office& office, const std::string& name, const std::string& about);
  void keep_up(Office& office, const node::UpSummary& up, const std::string& name, const std::string& about);
  void keep_down(Office& office, const base::Bytes& down, const std::string& name, const std::string& about);
  /// The same bundle with its entries under another codec.
  void keep_under_codecs(const std::string& name);

  void enrolment();
  void work();
  void second_machine();
  void next_life();
  void restored_hub();

  base::RowId take(Office& office, const std::string& document);
  hub::HubKeys hub_keys();
  boost::json::object knowledge(store::LogStore& logs, base::Incarnation log, base::Sequence first);

  Vectors vectors_;
};

/// What is refused, each made of a sound one of `sound`, with the reason in its "about".
Vectors damaged(const Vectors& sound);
/// Sound bundles that a newer program might send.
Vectors newer(const Vectors& sound);

}  // namespace tirkeu::testing
