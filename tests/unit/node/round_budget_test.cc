#include "node/round_budget.h"

#include <gtest/gtest.h>

namespace tirkeu::node {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(RoundBudget, ALineOfUnknownRateMayCarryAllAndTheHubIsToldNothing) {
  const RoundBudget budget(0);
  EXPECT_EQ(budget.next().entries, 4u << 20);
  EXPECT_EQ(budget.next().answer, 0u);
}

TEST(RoundBudget, EachCutHalvesDownToTheFloorAndTellsTheHub) {
  RoundBudget budget(0);
  budget.note_cut();
  EXPECT_EQ(budget.next().entries, 32u << 10);
  EXPECT_EQ(budget.next().answer, 32u << 10);
  budget.note_cut();
  EXPECT_EQ(budget.next().entries, 16u << 10);
  for (int i = 0; i < 10; ++i) budget.note_cut();
  EXPECT_EQ(budget.next().entries, RoundBudget::kLeast);
  EXPECT_EQ(budget.next().pieces, RoundBudget::kLeast);
  EXPECT_EQ(budget.next().answer, RoundBudget::kLeast);
}

TEST(RoundBudget, WhatIsAnsweredGrowsAgainUntilTheHubIsToldNothing) {
  RoundBudget budget(0);
  for (int i = 0; i < 10; ++i) budget.note_cut();
  budget.note_answer(2000, seconds(1));
  EXPECT_EQ(budget.next().entries, RoundBudget::kLeast * 5 / 4);
  for (int i = 0; i < 100; ++i) budget.note_answer(8u << 20, seconds(1));
  EXPECT_EQ(budget.next().entries, 4u << 20);
  EXPECT_EQ(budget.next().answer, 0u);
}

TEST(RoundBudget, AnExchangeThatCarriedLittleProvesNothing) {
  RoundBudget budget(0);
  budget.note_cut();
  const RoundSize before = budget.next();
  budget.note_answer(600, milliseconds(100));
  EXPECT_EQ(budget.next().entries, before.entries);
  EXPECT_EQ(budget.next().pieces, before.pieces);
}

TEST(RoundBudget, PicturesTakeAFewSecondsOfALineWhoseRateIsKnown) {
  EXPECT_EQ(RoundBudget(10).next().pieces, 10u * 125 * RoundBudget::kPictureSeconds);
  EXPECT_EQ(RoundBudget(64).next().pieces, 64u * 125 * RoundBudget::kPictureSeconds);
  EXPECT_EQ(RoundBudget(1'000'000).next().pieces, RoundBudget::kPiecesMost);
}

TEST(RoundBudget, PicturesFindTheirShareOfALineThatNobodyMeasured) {
  RoundBudget budget(0);
  const std::size_t first = budget.next().pieces;
  budget.note_answer(first, milliseconds(300));
  EXPECT_EQ(budget.next().pieces, 2 * first);
  budget.note_answer(2 * first, seconds(4));
  EXPECT_EQ(budget.next().pieces, 2 * first) << "long enough to be worth an exchange, short enough to wait for";
  budget.note_answer(2 * first, seconds(9));
  EXPECT_EQ(budget.next().pieces, first);
}

TEST(RoundBudget, AMeasuredRateBoundsWhatCutsHaveLeftAndRaisesNothing) {
  RoundBudget budget(0);
  budget.know_rate(10);
  EXPECT_EQ(budget.next().entries, 10u * 125 * 120);
  budget.note_cut();
  const std::size_t cut = budget.next().entries;
  budget.know_rate(1000);
  EXPECT_EQ(budget.next().entries, cut);
}

}  // namespace
}  // namespace tirkeu::node
