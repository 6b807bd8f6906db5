#include "sync/protocol/bundle.h"

#include <gtest/gtest.h>

#include <set>

#include "two_sides.h"

namespace tirkeu::protocol {
namespace {

using testing::chain_of;
using testing::TwoSides;

TEST(UpBundle, ArrivesWithItsHeaderAndItsEntries) {
  TwoSides sides;
  const base::Bytes bundle = sides.up();
  EXPECT_EQ(base::to_hex(base::ByteView(bundle).first(5)), "544b420155");
  const auto opened = OpenedUp::open(bundle, sides.hub_seal, sides.limits);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->claimed_incarnation(), 1024u);
  EXPECT_EQ(opened->claimed_key(), crypto::key_id(sides.node_sign.verify_key().bytes));
  ASSERT_TRUE(opened->claimed_enrolment());
  const auto authentic = opened->authenticate(sides.node_sign.verify_key());
  ASSERT_TRUE(authentic);
  EXPECT_EQ(authentic->header().section.first, 18u);
  EXPECT_EQ(authentic->header().section.count, 3u);
  EXPECT_EQ(authentic->header().cursors.size(), 2u);
  EXPECT_TRUE(
      sides.node_sign.verify_key().verify(crypto::Label::kUpBundle, authentic->signed_bytes(), authentic->signature()));
  const auto run = authentic->entries(sides.office.base, sides.limits);
  ASSERT_TRUE(run);
  ASSERT_EQ(run->entries.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(run->entries[i].sequence, 18 + i);
    EXPECT_EQ(run->entries[i].bytes, sides.office.entries[i]);
    EXPECT_EQ(run->entries[i].entry.changeset.size(), 40 + i);
  }
  EXPECT_EQ(run->entries.back().digest, sides.office.head);
}

TEST(UpBundle, TellsWhoItIsForWithoutBeingOpened) {
  TwoSides sides;
  const auto up = peek(sides.up());
  ASSERT_TRUE(up);
  EXPECT_FALSE(up->from_hub);
  EXPECT_EQ(up->receiver, crypto::key_id(sides.hub_seal.seal_to().bytes));
  const auto down = peek(sides.down());
  ASSERT_TRUE(down);
  EXPECT_TRUE(down->from_hub);
  EXPECT_EQ(down->receiver, crypto::key_id(sides.node_seal.seal_to().bytes));
}

TEST(UpBundle, WithoutNewsIsSmallAndStandsOnTheHead) {
  TwoSides sides;
  wire::UpHeader header = sides.up_header();
  header.enrolment.reset();
  header.section.first = 21;
  const base::Bytes bundle = write_up(header, {}, sides.node_sign, sides.hub_seal.seal_to(), sides.entropy);
  EXPECT_LT(bundle.size(), 340u);
  const auto authentic =
      OpenedUp::open(bundle, sides.hub_seal, sides.limits)->authenticate(sides.node_sign.verify_key());
  ASSERT_TRUE(authentic);
  const auto run = authentic->entries(sides.office.head, sides.limits);
  ASSERT_TRUE(run);
  EXPECT_TRUE(run->entries.empty());
  // The head that the node stands on is another than the hub's: a fork, even without entries.
  EXPECT_EQ(authentic->entries(sides.office.base, sides.limits).error(), BundleFault::kBrokenChain);
}

TEST(UpBundle, CanBeTakenAgainAndGivesTheSame) {
  TwoSides sides;
  const base::Bytes bundle = sides.up();
  const auto take = [&] {
    return *OpenedUp::open(bundle, sides.hub_seal, sides.limits)
                ->authenticate(sides.node_sign.verify_key())
                ->entries(sides.office.base, sides.limits);
  };
  const protocol::Run first = take();
  const protocol::Run again = take();
  ASSERT_EQ(first.entries.size(), again.entries.size());
  for (std::size_t i = 0; i < first.entries.size(); ++i) EXPECT_EQ(first.entries[i].digest, again.entries[i].digest);
}

TEST(DownBundle, ArrivesWithItsReceiptAndItsRuns) {
  TwoSides sides;
  const WrittenDown written = sides.written_down();
  const auto opened = AuthenticDown::open(written.bundle, sides.node_seal, sides.hub_sign.verify_key(), sides.limits);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->header().receipt.number, 42u);
  EXPECT_EQ(opened->signed_bytes(), written.signed_bytes);
  EXPECT_EQ(opened->signature(), written.signature);
  EXPECT_EQ(opened->receipt_digest(), written.receipt_digest);
  const auto runs = opened->runs([&](const wire::Section& s) { return sides.base_of(s); }, sides.limits);
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 2u);
  EXPECT_EQ((*runs)[0].section.incarnation, 1u);
  EXPECT_EQ((*runs)[0].entries.size(), 2u);
  EXPECT_EQ((*runs)[0].entries[1].sequence, 902u);
  EXPECT_EQ((*runs)[1].entries[0].bytes, sides.index.entries[0]);
}

TEST(DownBundle, LeavesOutARunThatStandsOnWhatTheNodeLacks) {
  TwoSides sides;
  const auto opened = AuthenticDown::open(sides.down(), sides.node_seal, sides.hub_sign.verify_key(), sides.limits);
  ASSERT_TRUE(opened);
  const auto without_department = [&](const wire::Section& section) -> std::optional<crypto::Digest> {
    if (section.incarnation == 1) return std::nullopt;
    return sides.base_of(section);
  };
  const auto runs = opened->runs(without_department, sides.limits);
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 1u);
  EXPECT_EQ((*runs)[0].section.incarnation, 2u);
}

TEST(DownBundle, WithoutEntriesIsAReceipt) {
  TwoSides sides;
  const base::Bytes bundle =
      write_down(sides.down_header(), {}, sides.hub_sign, sides.node_seal.seal_to(), sides.entropy).bundle;
  EXPECT_EQ(sides.take_down(bundle), "taken");
  EXPECT_LT(bundle.size(), 350u);
}

// Where a bundle is damaged decides what can be said of it: magic, version, direction, receiver, or only that it is
// broken.
std::string expected_fault(std::size_t byte) {
  if (byte < 3) return "not_a_bundle";
  if (byte == 3) return "unknown_version";
  if (byte >= 5 && byte < 13) return "wrong_receiver";
  return "damaged";
}

TEST(Bundles, EveryFlippedBitIsRefusedWithTheRightFault) {
  TwoSides sides;
  const base::Bytes up = sides.up();
  const base::Bytes down = sides.down();
  ASSERT_EQ(sides.take_up(up), "taken");
  ASSERT_EQ(sides.take_down(down), "taken");
  for (const bool from_hub : {false, true}) {
    const base::Bytes& bundle = from_hub ? down : up;
    for (std::size_t bit = 0; bit < bundle.size() * 8; ++bit) {
      base::Bytes changed = bundle;
      changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
      ASSERT_EQ(from_hub ? sides.take_down(changed) : sides.take_up(changed), expected_fault(bit / 8)) << bit;
    }
  }
}

TEST(Bundles, EveryCutAndEveryAdditionIsRefusedWithTheRightFault) {
  TwoSides sides;
  for (const bool from_hub : {false, true}) {
    base::Bytes bundle = from_hub ? sides.down() : sides.up();
    const auto take = [&](base::ByteView bytes) { return from_hub ? sides.take_down(bytes) : sides.take_up(bytes); };
    for (std::size_t size = 0; size < bundle.size(); ++size) {
      ASSERT_EQ(take(base::ByteView(bundle).first(size)), size < 3 ? "not_a_bundle" : "damaged") << size;
    }
    bundle.push_back(0);
    EXPECT_EQ(take(bundle), "damaged");
  }
}

TEST(Bundles, BeyondTheLimitAreNotEvenLookedAt) {
  TwoSides sides;
  sides.limits.bundle_bytes_max = 100;
  EXPECT_EQ(sides.take_up(base::Bytes(101, 0)), "too_large");
  EXPECT_EQ(sides.take_up(base::Bytes(100, 0)), "not_a_bundle");
  EXPECT_EQ(sides.take_down(base::Bytes(101, 0)), "too_large");
}

TEST(Bundles, OfAnotherKindOrVersionSaySo) {
  TwoSides sides;
  EXPECT_EQ(sides.take_up(base::Bytes{}), "not_a_bundle");
  const base::ByteView page = base::bytes_of("<html><body>Login to the Wi-Fi</body></html>");
  EXPECT_EQ(sides.take_down(page), "not_a_bundle");
  base::Bytes newer = sides.up();
  newer[3] = 2;
  EXPECT_EQ(sides.take_up(newer), "unknown_version");
}

TEST(Bundles, GoOnlyTheWayTheyWereWrittenFor) {
  TwoSides sides;
  EXPECT_EQ(sides.take_down(sides.up()), "wrong_direction");
  EXPECT_EQ(sides.take_up(sides.down()), "wrong_direction");
  // Turned round by hand it is still sealed to the other side.
  base::Bytes turned = sides.up();
  turned[4] = 'D';
  EXPECT_EQ(sides.take_down(turned), "wrong_receiver");
  EXPECT_EQ(sides.take_up(turned), "wrong_direction");
}

TEST(Bundles, ASignatureForOneDirectionDoesNotServeTheOther) {
  // One key pair on both sides, as no department has, so that only the label tells the two directions apart.
  TwoSides sides;
  const base::Bytes header = wire::encode(sides.up_header());
  SealedEnvelope up =
      seal_envelope(Direction::kUp, header, {}, sides.node_sign, sides.hub_seal.seal_to(), sides.entropy);
  const base::Bytes content = *sides.hub_seal.open(base::ByteView(up.bundle).subspan(13));
  base::Bytes turned(up.bundle.begin(), up.bundle.begin() + 13);
  turned[4] = 'D';
  base::append(turned, crypto::seal(content, sides.hub_seal.seal_to(), sides.entropy));
  EXPECT_EQ(AuthenticDown::open(turned, sides.hub_seal, sides.node_sign.verify_key(), sides.limits).error(),
            BundleFault::kWrongSignature);
}

TEST(Bundles, OpenOnlyForTheirReceiver) {
  TwoSides sides;
  EXPECT_EQ(OpenedUp::open(sides.up(), sides.stranger_seal, sides.limits).error(), BundleFault::kWrongReceiver);
  EXPECT_EQ(AuthenticDown::open(sides.down(), sides.stranger_seal, sides.hub_sign.verify_key(), sides.limits).error(),
            BundleFault::kWrongReceiver);
}

TEST(Bundles, OfAnotherSenderAreRefused) {
  TwoSides sides;
  wire::UpHeader header = sides.up_header();
  // A stranger who names our node's key.
  const base::Bytes forged =
      write_up(header, sides.office.entries, sides.stranger_sign, sides.hub_seal.seal_to(), sides.entropy);
  EXPECT_EQ(sides.take_up(forged), "wrong_signature");
  // Our node's signature over a header that names another key.
  header.sign_key = crypto::key_id(sides.stranger_sign.verify_key().bytes);
  const base::Bytes renamed =
      write_up(header, sides.office.entries, sides.node_sign, sides.hub_seal.seal_to(), sides.entropy);
  EXPECT_EQ(sides.take_up(renamed), "wrong_signature");
  const auto answer =
      write_down(sides.down_header(), {}, sides.stranger_sign, sides.node_seal.seal_to(), sides.entropy);
  EXPECT_EQ(sides.take_down(answer.bundle), "wrong_signature");
}

TEST(Bundles, ReSealedToAnotherReceiverLoseTheirSignature) {
  // Whoever receives a bundle can open it and seal its content to somebody else; the signature covers the receiver.
  TwoSides sides;
  const base::Bytes down = sides.down();
  const base::Bytes content = *sides.node_seal.open(base::ByteView(down).subspan(13));
  base::Bytes forwarded(down.begin(), down.begin() + 5);
  base::append(forwarded, crypto::key_id(sides.stranger_seal.seal_to().bytes));
  base::append(forwarded, crypto::seal(content, sides.stranger_seal.seal_to(), sides.entropy));
  EXPECT_EQ(AuthenticDown::open(forwarded, sides.stranger_seal, sides.hub_sign.verify_key(), sides.limits).error(),
            BundleFault::kWrongSignature);
}

base::Bytes sealed_junk(TwoSides& sides, char direction, base::ByteView content) {
  const crypto::SealTo receiver = direction == 'U' ? sides.hub_seal.seal_to() : sides.node_seal.seal_to();
  base::Bytes bundle = {'T', 'K', 'B', 1, static_cast<std::uint8_t>(direction)};
  base::append(bundle, crypto::key_id(receiver.bytes));
  base::append(bundle, crypto::seal(content, receiver, sides.entropy));
  return bundle;
}

TEST(Bundles, WithSomethingElseInTheSealAreMalformed) {
  TwoSides sides;
  for (const std::size_t size : {0u, 1u, 64u, 65u}) {
    EXPECT_EQ(sides.take_up(sealed_junk(sides, 'U', base::Bytes(size, 1))), "malformed") << size;
    EXPECT_EQ(sides.take_down(sealed_junk(sides, 'D', base::Bytes(size, 1))), "malformed") << size;
  }
  // A header length beyond the end.
  EXPECT_EQ(sides.take_up(sealed_junk(sides, 'U', base::Bytes(100, 0xff))), "malformed");
  EXPECT_EQ(sides.take_down(sealed_junk(sides, 'D', base::Bytes(100, 0xff))), "malformed");
  // A header that is none.
  EXPECT_EQ(sides.take_up(sealed_junk(sides, 'U', base::Bytes(100, 0))), "malformed");
}

TEST(Bundles, FromTheHubAreNotDecodedBeforeTheSignatureHolds) {
  TwoSides sides;
  EXPECT_EQ(sides.take_down(sealed_junk(sides, 'D', base::Bytes(100, 0))), "wrong_signature");
  const base::Bytes nonsense(40, 0x55);
  const auto signed_nonsense = [&](const crypto::SigningKey& key) {
    return seal_envelope(Direction::kDown, nonsense, {}, key, sides.node_seal.seal_to(), sides.entropy).bundle;
  };
  EXPECT_EQ(sides.take_down(signed_nonsense(sides.hub_sign)), "malformed");
  EXPECT_EQ(sides.take_down(signed_nonsense(sides.stranger_sign)), "wrong_signature");
}

TEST(Bundles, ChangedInsideTheSealAreRefusedOrSayTheSame) {
  // The receiver's own key can open and seal again; here it changes every bit in turn. Only bits that zstd does not
  // look at may pass, and then the chain says that the entries are the same.
  TwoSides sides;
  const base::Bytes up = sides.up();
  const base::Bytes content = *sides.hub_seal.open(base::ByteView(up).subspan(13));
  std::set<std::string> outcomes;
  for (std::size_t bit = 0; bit < content.size() * 8; ++bit) {
    base::Bytes changed = content;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    const std::string outcome = sides.take_up(sealed_junk(sides, 'U', changed));
    ASSERT_TRUE(bit >= 64 * 8 || outcome == "wrong_signature") << bit;
    outcomes.insert(outcome);
  }
  outcomes.erase("taken");
  EXPECT_EQ(outcomes, (std::set<std::string>{"malformed", "wrong_signature", "broken_chain", "malformed_entries"}));
}

TEST(Chains, ThatDoNotStandOnTheSharedPositionAreBroken) {
  TwoSides sides;
  const auto opened = OpenedUp::open(sides.up(), sides.hub_seal, sides.limits);
  const auto authentic = opened->authenticate(sides.node_sign.verify_key());
  EXPECT_EQ(authentic->entries(sides.office.head, sides.limits).error(), BundleFault::kBrokenChain);
  wire::UpHeader header = sides.up_header();
  header.section.head[31] ^= 1;
  EXPECT_EQ(
      sides.take_up(write_up(header, sides.office.entries, sides.node_sign, sides.hub_seal.seal_to(), sides.entropy)),
      "broken_chain");
}

TEST(Chains, WithEntriesSwappedMissingOrForeignAreBroken) {
  TwoSides sides;
  std::vector<base::Bytes> swapped = sides.office.entries;
  std::swap(swapped[1], swapped[2]);
  EXPECT_EQ(sides.take_up(sides.up_of_entries(sides.up_header(), swapped, 3)), "broken_chain");
  std::vector<base::Bytes> shorter = sides.office.entries;
  shorter.pop_back();
  EXPECT_EQ(sides.take_up(sides.up_of_entries(sides.up_header(), shorter, 2)), "broken_chain");
  // Another log's entries with an honest chain and head of their own.
  const testing::Chain foreign = chain_of(1025, 18, 3, sides.office.base);
  wire::UpHeader header = sides.up_header();
  header.section.head = foreign.head;
  EXPECT_EQ(sides.take_up(sides.up_of_entries(header, foreign.entries, 3)), "broken_chain");
}

TEST(Chains, WhoseSequencesAreNotThoseAnnouncedAreBroken) {
  TwoSides sides;
  const testing::Chain later = chain_of(1024, 19, 3, sides.office.base);
  wire::UpHeader header = sides.up_header();
  header.section.head = later.head;
  EXPECT_EQ(sides.take_up(sides.up_of_entries(header, later.entries, 3)), "broken_chain");
  header = sides.up_header();
  header.section.first = 17;
  EXPECT_EQ(sides.take_up(sides.up_of_entries(header, sides.office.entries, 3)), "broken_chain");
}

TEST(Chains, OfADownBundleAreCheckedRunByRun) {
  TwoSides sides;
  std::vector<OutgoingRun> runs = sides.down_runs();
  runs[1].section.head[0] ^= 1;
  const auto broken = write_down(sides.down_header(), runs, sides.hub_sign, sides.node_seal.seal_to(), sides.entropy);
  EXPECT_EQ(sides.take_down(broken.bundle), "broken_chain");
  // Two runs whose entries changed places.
  runs = sides.down_runs();
  std::swap(runs[0].entries[0], runs[1].entries[0]);
  const auto mixed = write_down(sides.down_header(), runs, sides.hub_sign, sides.node_seal.seal_to(), sides.entropy);
  EXPECT_EQ(sides.take_down(mixed.bundle), "broken_chain");
}

TEST(Entries, OtherThanAnnouncedAreMalformed) {
  TwoSides sides;
  EXPECT_EQ(sides.take_up(sides.up_of_entries(sides.up_header(), sides.office.entries, 3)), "taken");
  EXPECT_EQ(sides.take_up(sides.up_of_entries(sides.up_header(), sides.office.entries, 2)), "malformed_entries");
  EXPECT_EQ(sides.take_up(sides.up_of_entries(sides.up_header(), sides.office.entries, 4)), "malformed_entries");
  EXPECT_EQ(sides.take_up(sides.up_of_entries(sides.up_header(), sides.office.entries, 0)), "malformed_entries");
  wire::UpHeader header = sides.up_header();
  header.codec = wire::Codec::kZstd;
  header.section.count = 3;
  EXPECT_EQ(sides.take_up(sides.up_of(header, base::Bytes(50, 7))), "malformed_entries");
}

TEST(Entries, ThatAreChainedButNoEntriesAreMalformed) {
  TwoSides sides;
  const std::vector<base::Bytes> junk = {base::Bytes(64, 9)};
  wire::UpHeader header = sides.up_header();
  header.section.head = wire::entry_digest(sides.office.base, junk[0]);
  EXPECT_EQ(sides.take_up(sides.up_of_entries(header, junk, 1)), "malformed_entries");
}

TEST(Entries, BeyondTheLimitAreRefusedWhileTheyAreDecompressed) {
  TwoSides sides;
  const base::Bytes bundle = sides.up();
  sides.limits.entries_bytes_max = 100;
  EXPECT_EQ(sides.take_up(bundle), "malformed_entries");
  sides.limits = {};
  sides.limits.entries_per_bundle_max = 2;
  EXPECT_EQ(sides.take_up(bundle), "malformed") << "the header announces more than one bundle may hold";
}

TEST(BundleFaults, HaveCodesOfTheirOwn) {
  std::set<std::string_view> codes;
  for (int i = 0; i <= static_cast<int>(BundleFault::kMalformedEntries); ++i) {
    codes.insert(code_of(static_cast<BundleFault>(i)));
  }
  EXPECT_EQ(codes.size(), 10u);
  EXPECT_EQ(code_of(BundleFault::kMalformedEntries), "malformed_entries");
}

}  // namespace
}  // namespace tirkeu::protocol
