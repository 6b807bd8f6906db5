// Request targets, URLs and listen addresses: what two readers could read in two ways is refused.
#include "sync/http/target.h"
#include "sync/service/config.h"
#include "tests/fuzz/expect.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tirkeu;
  const base::Bytes bytes = fuzz::exact(data, size);
  const std::string_view text = base::text_of(bytes);
  if (const auto target = http::read_target(text)) {
    fuzz::expect(target->path.starts_with('/') && base::is_utf8_without_nul(base::bytes_of(target->path)));
    for (const auto& [name, value] : target->query)
      fuzz::expect(base::is_utf8_without_nul(base::bytes_of(name)) && base::is_utf8_without_nul(base::bytes_of(value)));
  }
  if (const auto url = http::read_url(text)) {
    fuzz::expect(!url->host.empty() && url->target.starts_with('/'));
    fuzz::expect(url->target.find_first_of("\r\n ") == std::string::npos && url->authority.find_first_of("\r\n @") == std::string::npos);
    fuzz::expect(http::port_of(url->port).has_value());
  }
  http::split_host_and_port(text);
  http::kind_of_address(text);
  if (const auto address = service::ListenAddress::parse(text)) {
    const auto again = service::ListenAddress::parse(address->to_string());
    fuzz::expect(again && *again == *address && again->is_loopback() == address->is_loopback());
  }
  return 0;
}
