// Every code that this room and the wire can give has its sentence in all three languages.
#include <gtest/gtest.h>

#include "schema/messages/files.h"
#include "sync/protocol/bundle.h"
#include "sync/protocol/enrolment.h"

namespace tirkeu::protocol {
namespace {

std::vector<std::string> all_keys() {
  std::vector<std::string> keys;
  for (int i = 0; i <= static_cast<int>(BundleFault::kMalformedEntries); ++i) {
    keys.push_back("bundle." + std::string(code_of(static_cast<BundleFault>(i))));
  }
  for (int i = 0; i <= static_cast<int>(EnrolmentFault::kNeedsItsRequest); ++i) {
    keys.push_back("enrolment." + std::string(code_of(static_cast<EnrolmentFault>(i))));
  }
  for (int i = 1; i <= static_cast<int>(wire::Refusal::kSuperseded); ++i) {
    keys.push_back("refusal." + std::string(wire::code_of(static_cast<wire::Refusal>(i))));
  }
  return keys;
}

TEST(Sentences, AreThereForEveryCodeInEveryLanguage) {
  int languages = 0;
  for (const messages::EmbeddedFile& file : messages::files()) {
    if (!file.name.starts_with("bundle.")) continue;
    ++languages;
    for (const std::string& key : all_keys()) {
      EXPECT_NE(file.bytes.find("\"" + key + "\": \""), std::string_view::npos) << file.name << ": " << key;
    }
  }
  EXPECT_EQ(languages, 3);
}

}  // namespace
}  // namespace tirkeu::protocol
