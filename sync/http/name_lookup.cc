#include "sync/http/name_lookup.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio/post.hpp>
#include <memory>
#include <thread>

#include "sync/http/loop_core.h"
#include "sync/http/target.h"

namespace tirkeu::http {
namespace {

NameLookup ask_system(const std::string& host, const std::string& port) {
  NameLookup found;
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  if (kind_of_address(host) != AddressKind::kNone) hints.ai_flags |= AI_NUMERICHOST;
  addrinfo* list = nullptr;
  const int status = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &list);
  if (status != 0) {
    found.error = ::gai_strerror(status);
    return found;
  }
  for (const addrinfo* each = list; each != nullptr; each = each->ai_next) {
    found.endpoints.emplace_back(each->ai_addr, each->ai_addrlen, IPPROTO_TCP);
  }
  ::freeaddrinfo(list);
  return found;
}

/// Lives on the loop thread; the resolver's thread holds only a weak reference that it never looks into.
struct Waiting {
  std::function<void(NameLookup)> done;
  Timer limit;
};

void finish(const std::shared_ptr<Waiting>& waiting, NameLookup found) {
  if (!waiting->done) return;
  waiting->limit.cancel();
  const auto done = std::exchange(waiting->done, nullptr);
  done(std::move(found));
}

}  // namespace

void look_up(EventLoop& loop, const std::string& host, const std::string& port, std::chrono::milliseconds limit,
             std::function<void(NameLookup)> done) {
  if (kind_of_address(host) != AddressKind::kNone) {
    loop.post([done = std::move(done), found = ask_system(host, port)] { done(found); });
    return;
  }
  auto waiting = std::make_shared<Waiting>(std::move(done), Timer());
  std::weak_ptr<Waiting> weak = waiting;
  waiting->limit = loop.after(limit, [waiting] {
    NameLookup late;
    late.end = NameLookup::End::kTimedOut;
    late.error = "the name server did not answer in time";
    finish(waiting, std::move(late));
  });
  std::thread([weak = std::move(weak), mailbox = loop.core().mailbox, host, port] {
    NameLookup found = ask_system(host, port);
    const std::lock_guard lock(mailbox->mutex);
    if (mailbox->io == nullptr) return;
    asio::post(*mailbox->io, [weak, found = std::move(found)]() mutable {
      if (const auto asker = weak.lock()) finish(asker, std::move(found));
    });
  }).detach();
}

}  // namespace tirkeu::http
