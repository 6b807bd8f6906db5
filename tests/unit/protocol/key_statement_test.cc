#include "sync/protocol/key_statement.h"

#include <gtest/gtest.h>

#include "tests/unit/protocol/two_sides.h"

namespace tirkeu::protocol {
namespace {

/// A department with its root key, and what an office believes of it.
class KeyStatement : public ::testing::Test {
 protected:
  KeyStatement() {
    known.department = 6;
    known.root = root.verify_key();
    known.sign_key = sides.hub_sign.verify_key();
    known.seal_key = sides.hub_seal.seal_to();
  }
  wire::KeyStatement stated(std::uint64_t serial, const crypto::SigningKey& by, std::vector<wire::RootChange> roots = {}) {
    wire::KeyStatement statement{serial, next_sign.verify_key(), next_seal.seal_to(), base::Instant(base::Milliseconds(1'000'000)), {}, std::move(roots)};
    statement.signature = by.sign(crypto::Label::kKeyStatement, statement_bytes(6, statement));
    return statement;
  }
  wire::RootChange handed_over(std::uint64_t serial, const crypto::SigningKey& from, const crypto::SigningKey& to) {
    wire::RootChange change{serial, to.verify_key(), {}};
    change.signature = from.sign(crypto::Label::kRootChange, root_change_bytes(6, change));
    return change;
  }
  base::Bytes answer(const crypto::SigningKey& key, const std::optional<wire::KeyStatement>& statement) {
    wire::DownHeader header = sides.down_header();
    header.hub_keys = statement;
    return write_down(header, {}, key, sides.node_seal.seal_to(), sides.entropy).bundle;
  }
  Opened<AuthenticDown> open(const base::Bytes& bundle) { return AuthenticDown::open(bundle, sides.node_seal, known, sides.limits); }

  tirkeu::testing::TwoSides sides;
  crypto::SigningKey root = crypto::SigningKey::generate(sides.entropy);
  crypto::SigningKey root2 = crypto::SigningKey::generate(sides.entropy);
  crypto::SigningKey root3 = crypto::SigningKey::generate(sides.entropy);
  crypto::SigningKey next_sign = crypto::SigningKey::generate(sides.entropy);
  crypto::SealingKey next_seal = crypto::SealingKey::generate(sides.entropy);
  TrustedKeys known;
};

TEST_F(KeyStatement, OfTheRootKeyIsFollowed) {
  const auto next = follow(known, stated(7, root));
  ASSERT_TRUE(next);
  EXPECT_EQ(next->serial, 7u);
  EXPECT_EQ(next->sign_key, next_sign.verify_key());
  EXPECT_EQ(next->seal_key, next_seal.seal_to());
  EXPECT_EQ(next->root, root.verify_key());
}

TEST_F(KeyStatement, OfALowerOrTheSameSerialMovesNobodyBack) {
  known.serial = 7;
  EXPECT_EQ(follow(known, stated(7, root)).error(), StatementFault::kNotNewer);
  EXPECT_EQ(follow(known, stated(6, root)).error(), StatementFault::kNotNewer);
  EXPECT_TRUE(follow(known, stated(8, root)));
}

TEST_F(KeyStatement, BySomebodyElseIsForged) {
  EXPECT_EQ(follow(known, stated(7, sides.stranger_sign)).error(), StatementFault::kForged);
  EXPECT_EQ(follow(known, stated(7, sides.hub_sign)).error(), StatementFault::kForged);
}

TEST_F(KeyStatement, FallsWithEveryFieldThatIsChanged) {
  const wire::KeyStatement good = stated(7, root);
  for (const auto& change : std::vector<std::function<void(wire::KeyStatement&)>>{
           [](wire::KeyStatement& one) { ++one.serial; }, [&](wire::KeyStatement& one) { one.sign_key = sides.stranger_sign.verify_key(); },
           [&](wire::KeyStatement& one) { one.seal_key = sides.stranger_seal.seal_to(); },
           [](wire::KeyStatement& one) { one.valid_from += base::Milliseconds(1); }, [](wire::KeyStatement& one) { one.signature[3] ^= 1; }}) {
    wire::KeyStatement changed = good;
    change(changed);
    EXPECT_EQ(follow(known, changed).error(), StatementFault::kForged);
  }
}

TEST_F(KeyStatement, OfAnotherDepartmentUnderTheSameRootIsForged) {
  known.department = 7;
  EXPECT_EQ(follow(known, stated(7, root)).error(), StatementFault::kForged);
}

TEST_F(KeyStatement, LeadsThroughEveryRootThatWasMissed) {
  const std::vector<wire::RootChange> roots = {handed_over(3, root, root2), handed_over(5, root2, root3)};
  const auto next = follow(known, stated(5, root3, roots));
  ASSERT_TRUE(next);
  EXPECT_EQ(next->root, root3.verify_key());
  EXPECT_EQ(next->root_serial, 5u);
  // Whoever followed the first change already goes on from there.
  const auto second = follow(known, stated(3, root2, {roots[0]}));
  ASSERT_TRUE(second);
  EXPECT_EQ(follow(*second, stated(5, root3, roots))->root, root3.verify_key());
}

TEST_F(KeyStatement, ByARootThatWasReplacedIsForged) {
  const auto next = follow(known, stated(3, root2, {handed_over(3, root, root2)}));
  ASSERT_TRUE(next);
  EXPECT_EQ(follow(*next, stated(9, root)).error(), StatementFault::kForged);
  // Nor does the old root hand over a second time.
  EXPECT_EQ(follow(*next, stated(9, root3, {handed_over(9, root, root3)})).error(), StatementFault::kForged);
}

TEST_F(KeyStatement, OfAReplacedRootStillProvesWhatWasSaidBefore) {
  const RootChain chain{root.verify_key(), {handed_over(5, root, root2)}};
  EXPECT_TRUE(chain.has_certified(6, stated(4, root)));
  EXPECT_FALSE(chain.has_certified(6, stated(5, root)));
  EXPECT_TRUE(chain.has_certified(6, stated(5, root2)));
  EXPECT_FALSE(chain.has_certified(6, stated(4, root2)));
  EXPECT_FALSE(chain.has_certified(6, stated(6, root3)));
}

TEST_F(KeyStatement, InAnAnswerIsBelievedBeforeTheAnswerIs) {
  const auto opened = open(answer(next_sign, stated(7, root)));
  ASSERT_TRUE(opened);
  ASSERT_TRUE(opened->changed_keys());
  EXPECT_EQ(opened->changed_keys()->serial, 7u);
  EXPECT_EQ(opened->header().receipt.number, sides.down_header().receipt.number);
}

TEST_F(KeyStatement, DoesNotHelpAnAnswerThatAnotherKeySigned) {
  EXPECT_EQ(open(answer(sides.stranger_sign, stated(7, root))).error(), BundleFault::kWrongSignature);
  EXPECT_EQ(open(answer(next_sign, std::nullopt)).error(), BundleFault::kWrongSignature);
  EXPECT_EQ(open(answer(next_sign, stated(7, sides.stranger_sign))).error(), BundleFault::kWrongSignature);
  known.serial = 7;
  EXPECT_EQ(open(answer(next_sign, stated(7, root))).error(), BundleFault::kWrongSignature);
}

TEST_F(KeyStatement, ChangesNothingWhereTheTrustedKeySigned) {
  const auto opened = open(answer(sides.hub_sign, stated(7, sides.stranger_sign)));
  ASSERT_TRUE(opened);
  EXPECT_FALSE(opened->changed_keys());
}

TEST_F(KeyStatement, ComesBackFromItsFile) {
  const wire::KeyStatement statement = stated(7, root3, {handed_over(3, root, root2), handed_over(5, root2, root3)});
  const base::Bytes file = write_statement_file(statement);
  EXPECT_TRUE(is_statement_file(file));
  EXPECT_EQ(read_statement_file(file), statement);
  for (std::size_t size = 0; size < file.size(); ++size) EXPECT_FALSE(read_statement_file(base::ByteView(file).first(size))) << size;
  EXPECT_FALSE(read_statement_file(sides.up()));
}

TEST_F(KeyStatement, TravelsInBothHeaders) {
  wire::UpHeader up = sides.up_header();
  up.hub_keys = {stated(7, root), stated(8, root2, {handed_over(8, root, root2)})};
  const auto decoded = wire::decode_up_header(wire::encode(up), sides.limits);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->hub_keys, up.hub_keys);
  up.hub_keys.assign(wire::kKeyStatementsMax + 1, stated(7, root));
  EXPECT_THROW(wire::encode(up), std::length_error);
}

}  // namespace
}  // namespace tirkeu::protocol
