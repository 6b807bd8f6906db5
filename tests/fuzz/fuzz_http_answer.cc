// What a server says to a node's round: perhaps no hub at all, but a captive portal. First byte: how the bytes are cut.
#include "tests/fuzz/expect.h"
#include "tests/fuzz/http_pieces.h"

namespace {

using namespace tirkeu;
using http::MessageReader;

struct Answer {
  fuzz::ReadMessage message;
  int status = 0;
  std::size_t fields = 0;
  bool operator==(const Answer&) const = default;
};

Answer read(MessageReader::Kind kind, std::string_view text, std::size_t step) {
  MessageReader reader(kind, 2048, 1024);
  fuzz::feed(reader, text, step);
  reader.put_end();
  fuzz::expect(!fuzz::goes_on(reader));
  Answer answer;
  answer.message.state = reader.state();
  if (answer.message.state != MessageReader::State::kDone) return answer;
  answer.status = reader.status();
  answer.fields = reader.headers().size();
  answer.message.body = reader.take_body();
  fuzz::expect(answer.message.body.size() <= 1024);
  return answer;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const base::Bytes bytes = fuzz::exact(data + 1, size - 1);
  const std::string_view text = base::text_of(bytes);
  const auto kind = data[0] % 2 == 0 ? MessageReader::Kind::kResponse : MessageReader::Kind::kResponseToHead;
  const Answer whole = read(kind, text, text.size());
  const Answer pieces = read(kind, text, 1 + data[0] / 2);
  fuzz::expect(whole == pieces);
  return 0;
}
