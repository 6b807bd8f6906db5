// Every body that the node's routes read by a reader of its own. First byte: which.
#include "node/day_body.h"
#include "node/request_body.h"
#include "tests/fuzz/json_body.h"

namespace {

using namespace tirkeu;

template <class Value>
void told(const std::expected<Value, registry::Findings>& read) {
  if (read) return;
  fuzz::expect(registry::has_errors(read.error()));
  fuzz::expect_sayable(read.error());
}

registry::Application present() {
  registry::Application application;
  application.applicant.surname = "SAFAROV";
  application.applicant.birth_date = "1984-03";
  application.documents = {"application"};
  return application;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const base::Bytes bytes = fuzz::exact(data + 1, size - 1);
  const auto body = fuzz::json_body(bytes);
  if (!body) return 0;
  static const registry::Application before = present();
  switch (data[0] % 14) {
    case 0: fuzz::expect_sayable(node::read_acceptance(*body).findings); break;
    case 1: told(node::read_correction(*body, before)); break;
    case 2: told(node::read_decision(*body)); break;
    case 3: told(node::read_departure(*body)); break;
    case 4: told(node::read_papers(*body)); break;
    case 5: told(node::read_reason(*body)); break;
    case 6: told(node::read_lines(*body)); break;
    case 7: told(node::read_extension(*body)); break;
    case 8: told(node::read_address_change(*body)); break;
    case 9: told(node::read_card(*body)); break;
    case 10: told(node::read_custody(*body)); break;
    case 11: told(node::read_visit_outcome(*body)); break;
    case 12: told(node::read_opinion(*body)); break;
    default:
      told(node::read_purpose(*body));
      told(node::read_skip(*body));
  }
  return 0;
}
