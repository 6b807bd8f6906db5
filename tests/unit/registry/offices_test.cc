#include "schema/registry/offices.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "schema/registry/csv.h"

namespace tirkeu::registry {
namespace {

TEST(Csv, ReadsQuotedCells) {
  const auto rows = read_csv("a,b\r\n\"x, y\",\"says \"\"no\"\"\"\n,\"two\nlines\"");
  ASSERT_TRUE(rows);
  EXPECT_EQ(*rows, (std::vector<CsvRow>{{"a", "b"}, {"x, y", "says \"no\""}, {"", "two\nlines"}}));
}

TEST(Csv, RefusesBrokenQuotes) {
  EXPECT_FALSE(read_csv("a,\"b\n"));
  EXPECT_FALSE(read_csv("a,\"b\"c\n"));
  EXPECT_FALSE(read_csv("a,b\"c\n"));
}

TEST(Offices, HaveTheTotalsOfAnnex1) {
  std::size_t departments = 0;
  std::size_t phones = 0;
  std::set<std::string> different;
  for (const Office& office : offices()) {
    departments += office.kind == OfficeKind::kDepartment;
    for (const auto* list : {&office.secretariat_phones, &office.migration_phones}) {
      phones += list->size();
      different.insert(list->begin(), list->end());
    }
  }
  EXPECT_EQ(offices().size(), 221u);
  EXPECT_EQ(departments, 16u);
  EXPECT_EQ(offices().size() - departments, 205u);
  EXPECT_EQ(phones, 517u);
  EXPECT_EQ(different.size(), 408u);
}

TEST(Offices, AreNumberedWithoutGapsInEveryDepartment) {
  constexpr std::array<int, 16> kOffices = {3, 18, 7, 13, 19, 8, 19, 11, 13, 17, 8, 20, 7, 13, 14, 15};
  for (int department = 1; department <= 16; ++department) {
    const std::vector<const Office*> rows = offices_of(department);
    ASSERT_EQ(rows.size(), static_cast<std::size_t>(kOffices[static_cast<std::size_t>(department - 1)]) + 1)
        << department;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      EXPECT_EQ(rows[row]->number, static_cast<int>(row));
      EXPECT_EQ(rows[row]->kind, row == 0 ? OfficeKind::kDepartment : OfficeKind::kOffice);
      char code[16];
      std::snprintf(code, sizeof code, row == 0 ? "KZ-%02d" : "KZ-%02d-%02d", department, static_cast<int>(row));
      EXPECT_EQ(rows[row]->code, code);
      EXPECT_EQ(find_office(code), rows[row]);
    }
  }
}

TEST(Offices, LeaveNoCellEmptyThatTheSourceFills) {
  for (const Office& office : offices()) {
    EXPECT_FALSE(office.name_kk.empty()) << office.code;
    EXPECT_FALSE(office.address_kk.empty()) << office.code;
    EXPECT_FALSE(office.secretariat_phones.empty()) << office.code;
    EXPECT_FALSE(office.migration_phones.empty()) << office.code;
    EXPECT_EQ(office.website.empty(), office.kind == OfficeKind::kOffice) << office.code;
    for (const auto* list : {&office.secretariat_phones, &office.migration_phones})
      for (const std::string& phone : *list)
        EXPECT_EQ(phone.find_first_not_of("0123456789-"), std::string::npos) << office.code << " " << phone;
  }
}

// One department row and one office of each department, compared with the printed source.
struct Sample {
  std::string_view code, name, address;
  std::vector<std::string> secretariat, migration;
};

const std::vector<Sample> kSamples = {
    {"KZ-01",
     "Астана қаласының Ішкі істер департаменті",
     "Астана қаласы, Сейфуллин көшесі, 29",
     {"71-61-98", "71-61-99"},
     {"71-61-70", "71-60-18", "71-63-66"}},
    {"KZ-01-02",
     "«Сарыарқа» ауданының Ішкі істер басқармасы",
     "Астана қаласы, Есенберлин көшесі, 1",
     {"71-66-32"},
     {"71-66-46"}},
    {"KZ-02",
     "Ақмола облысының Ішкі істер департаменті",
     "Көкшетау қаласы, Горький көшесі, 35",
     {"29-11-24", "29-11-25"},
     {"25-66-62", "25-57-01"}},
    {"KZ-02-11", "Есіл ауданының ішкі істер бөлімі", "Есіл қаласы, Әуезов көшесі, 63", {"2-12-02"}, {"2-12-02"}},
    {"KZ-03",
     "Алматы қаласының Ішкі істер департаменті",
     "Алматы қаласы, Қарасай батыр көшесі, 109а",
     {"254-41-55", "254-42-24"},
     {"254-40-14", "254-40-34", "254-40-33"}},
    {"KZ-03-04",
     "Бостандық ауданының Ішкі істер басқармасы",
     "Алматы қаласы, Радостовец көшесі, 205",
     {"254-47-34"},
     {"395-05-43"}},
    {"KZ-04",
     "Ақтөбе облысының Ішкі істер департаменті",
     "Ақтөбе қаласы, 312 Атқыштар дивизиясы даңғылы, 5А",
     {"51-27-55", "93-03-03"},
     {"22-10-52", "22-14-75"}},
    {"KZ-04-09",
     "Темір ауданының ішкі істер бөлімі",
     "Шұбар құдық ауылы, Желтоқсан көшесі, 1",
     {"2-23-60"},
     {"2-32-02"}},
    {"KZ-05",
     "Алматы облысының Ішкі істер департаменті",
     "Талдықорған қаласы Жансүгіров көшесі, 91/95",
     {"60-02-11", "60-01-54"},
     {"60-00-79", "60-00-57"}},
    {"KZ-05-16",
     "Панфилов ауданының ішкі істер бөлімі",
     "Жаркент қаласы, Жансүгіров көшесі, 102",
     {"5-12-02"},
     {"5-12-02"}},
    {"KZ-06",
     "Атырау облысының Ішкі істер департаменті",
     "Атырау қаласы, Азаттық даңғылы, 85",
     {"98-21-17", "98-20-57"},
     {"98-20-23", "98-20-77"}},
    {"KZ-06-03", "Индер ауданының ішкі істер бөлімі", "Индер кенті, Нысанбаев көшесі, 9", {"2-13-65"}, {"2-13-65"}},
    {"KZ-07",
     "Шығыс Қазақстан облысының ішкі істер департаменті",
     "Өскемен қаласы, Ворошилов көшесі, 1",
     {"23-43-17", "23-42-11", "23-43-21"},
     {"23-42-17", "23-42-56"}},
    {"KZ-07-08",
     "Бородулиха ауданының ішкі істер бөлімі",
     "Бородулиха ауылы, Бейбітшілік даңылы, 16",
     {"2-10-27"},
     {"2-15-63"}},
    {"KZ-08",
     "Жамбыл облысының Ішкі істер департаменті",
     "Тараз қаласы, Желтоқсан көшесі, 80",
     {"43-39-44"},
     {"43-37-31", "43-34-82"}},
    {"KZ-08-05",
     "Қордай ауданының ішкі істер бөлімі",
     "Қордай ауылы, Жібек жолы көшесі, 326",
     {"2-20-02"},
     {"2-20-02"}},
    {"KZ-09",
     "Батыс Қазақстан облысының Ішкі істер департаменті",
     "Орал қаласы, Пугачев көшесі, 45",
     {"98-40-30"},
     {"98-45-17", "98-40-17"}},
    {"KZ-09-12",
     "Теректі ауданының ішкі істер бөлімі",
     "Федоровка ауылы, Юбилейный көшесі, н/ж",
     {"23-2-66"},
     {"21-1-86"}},
    {"KZ-10",
     "Қарағанды облысының Ішкі істер департаменті",
     "Қарағанды қаласы, Ермеков көшесі, 118",
     {"42-90-19", "42-91-69"},
     {"44-20-07", "44-70-27"}},
    {"KZ-10-06",
     "Балқаш қаласындағы ішкі істер бөлімі",
     "Балқаш қаласы, Бөкейхан көшесі, 22",
     {"4-03-72"},
     {"4-46-72"}},
    {"KZ-11",
     "Қызылорда облысының Ішкі істер департаменті",
     "Қызылорда қаласы, Төлебаев көшесі, 39A",
     {"27-44-10"},
     {"6-11-32", "7-09-58"}},
    {"KZ-11-05",
     "Қазалы ауданының ішкі істер бөлімі",
     "Кент Әйтеке би ауылы, Біржан caл көшесі, 86",
     {"2-16-40"},
     {"2-14-93"}},
    {"KZ-12",
     "Қостанай облысының Ішкі істер департаменті",
     "Қостанай қаласы, Баймағамбетов көшесі, 197",
     {"52-60-19", "52-63-13"},
     {"52-60-15", "52-60-36"}},
    {"KZ-12-14", "Қостанай ауданының ішкі істер бөлімі", "Затабол кенті, Калинин көшесі, 78", {"2-31-61"}, {"2-31-62"}},
    {"KZ-13",
     "Маңғыстау облысының Ішкі істер департаменті",
     "Ақтау қаласы, 12-шағын аудан",
     {"43-08-76"},
     {"50-43-72", "50-56-96"}},
    {"KZ-13-01",
     "Ақтау қаласының ішкі істер басқармасы",
     "Ақтау қаласы, 3-шағын ауданы, 123",
     {"47-48-79"},
     {"47-48-89"}},
    {"KZ-14",
     "Павлодар облысының Ішкі істер департаменті",
     "Павлодар қаласы, Торайғыров көшесі, 70/1",
     {"32-04-52", "39-11-15"},
     {"32-04-08", "39-11-50"}},
    {"KZ-14-12",
     "Успенск ауданының ішкі істер бөлімі",
     "Успенск ауылы, Терешкова көшесі, 30",
     {"39-19-22", "91-7-02", "92-7-02"},
     {"91-9-67"}},
    {"KZ-15",
     "Солтүстік Қазақстан облысының Ішкі істер департаменті",
     "Петропавл қаласы, Жұмабаев к-сі, 118",
     {"39-40-20", "39-41-63"},
     {"49-43-53", "49-44-33"}},
    {"KZ-15-10",
     "Мамлют ауданының ішкі істер бөлімі",
     "Мамлютка кенті, Ленин көшесі, 3 және 45",
     {"39-21-04"},
     {"39-21-04"}},
    {"KZ-16",
     "Оңтүстік Қазақстан облысының Ішкі істер департаменті",
     "Шымкент қаласы, Желтоқсан көшесі, 13",
     {"97-66-26", "97-65-85", "97-65-90"},
     {"97-67-41", "97-67-67"}},
    {"KZ-16-08", "Бәйдібек ауданының ішкі істер бөлімі", "Шаян ауылы, Бәйдібек көшесі, н/ж", {"2-10-76"}, {"2-10-76"}},
};

TEST(Offices, AreAsThePrintedAnnexHasThem) {
  for (const Sample& sample : kSamples) {
    const Office* office = find_office(sample.code);
    ASSERT_NE(office, nullptr) << sample.code;
    EXPECT_EQ(office->name_kk, sample.name);
    EXPECT_EQ(office->address_kk, sample.address);
    EXPECT_EQ(office->secretariat_phones, sample.secretariat) << sample.code;
    EXPECT_EQ(office->migration_phones, sample.migration) << sample.code;
  }
}

TEST(Offices, KeepTheRowWithSeveralCounters) {
  const Office* shymkent = find_office("KZ-16-02");
  ASSERT_NE(shymkent, nullptr);
  EXPECT_EQ(shymkent->secretariat_phones.size(), 4u);
  EXPECT_EQ(shymkent->migration_phones.size(), 3u);
}

TEST(Offices, AreFoundByExactCodeOnly) {
  EXPECT_EQ(find_office("KZ-17"), nullptr);
  EXPECT_EQ(find_office("KZ-06-09"), nullptr);
  EXPECT_EQ(find_office("kz-06"), nullptr);
  EXPECT_EQ(find_office(""), nullptr);
  EXPECT_TRUE(offices_of(0).empty());
}

TEST(Offices, HaveTheZoneOfTheirDepartment) {
  const std::map<int, std::string> kWestAndNorth = {{4, "Asia/Aqtobe"},     {6, "Asia/Atyrau"},    {9, "Asia/Oral"},
                                                    {11, "Asia/Qyzylorda"}, {12, "Asia/Qostanay"}, {13, "Asia/Aqtau"}};
  for (const Office& office : offices()) {
    const auto found = kWestAndNorth.find(office.department);
    EXPECT_EQ(office.zone, found == kWestAndNorth.end() ? "Asia/Almaty" : found->second) << office.code;
    EXPECT_EQ(zone_of(office).name(), office.zone);
  }
}

}  // namespace
}  // namespace tirkeu::registry
