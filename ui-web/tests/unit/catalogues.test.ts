import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fill, install_catalogues, plural_category, text_in } from "../../src/i18n/i18n";

const folder = `${process.cwd()}/src/i18n/messages`;
const areas = [...new Set(readdirSync(folder).map((name) => name.split(".")[0]!))];
const read = (area: string, language: string): Record<string, string> => JSON.parse(readFileSync(`${folder}/${area}.${language}.json`, "utf8"));
const base = (key: string) => key.replace(/#.*/, "");
const forms = { kk: ["one", "other"], ru: ["one", "few", "many", "other"], en: ["one", "other"] } as const;
const languages = ["kk", "ru", "en"] as const;

for (const area of areas)
  test(`${area}: the three languages have the same keys, plural forms and placeholders`, () => {
    const kk = read(area, "kk");
    const wanted = [...new Set(Object.keys(kk).map(base))].sort();
    for (const language of languages) {
      const catalogue = read(area, language);
      assert.deepEqual([...new Set(Object.keys(catalogue).map(base))].sort(), wanted, language);
      for (const [key, text] of Object.entries(catalogue)) {
        assert.notEqual(text.trim(), "", `${language} ${key} is empty`);
        if (!key.includes("#")) assert.deepEqual(placeholders(text), placeholders(kk[key]!), `${language} ${key}`);
      }
      for (const key of Object.keys(kk).filter((each) => each.endsWith("#other")))
        assert.deepEqual(forms[language].filter((form) => !(`${base(key)}#${form}` in catalogue)), [], `${language} ${key}`);
    }
  });

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))].sort();
}

test("Kazakh texts are not Russian ones that were forgotten", () => {
  const allowed = /^(Виза|Файл|Талон|туризм|транзит|паспорт|аудитор|талон$|карточка$|департамент$|Портал$|Департамент$|\d|№|—|\{)/;
  for (const area of areas) {
    const [kk, ru] = [read(area, "kk"), read(area, "ru")];
    const same = Object.keys(kk).filter((key) => kk[key] === ru[key] && /[а-яё]{4}/i.test(kk[key]!) && !allowed.test(kk[key]!));
    assert.deepEqual(same, [], area);
  }
});

test("every code of the rule set in force has a name in every language", () => {
  const rules = JSON.parse(readFileSync(`${process.cwd()}/../schema/rules/2013-07-23.json`, "utf8")) as Record<string, (string | { code: string })[]>;
  const codes = { purposes: "purpose", categories: "category", papers: "paper", document_types: "document_type", refusal_grounds: "ground" };
  for (const [list, area] of Object.entries(codes))
    for (const entry of rules[list]!) {
      const code = typeof entry === "string" ? entry : entry.code;
      for (const language of languages) assert.ok(read("record", language)[`${area}.${code}`], `${language} ${area}.${code}`);
    }
});

test("numbers take the plural form of the language", () => {
  assert.deepEqual([1, 2, 5, 21, 111].map((count) => plural_category("ru", count)), ["one", "few", "many", "one", "many"]);
  install_catalogues({ kk: read("common", "kk"), ru: read("common", "ru"), en: read("common", "en") });
  assert.equal(text_in("ru").count("age.hour", 3), "3 часа");
  assert.equal(text_in("ru").count("age.hour", 11), "11 часов");
  assert.equal(text_in("kk").count("age.hour", 3), "3 сағат");
  assert.equal(text_in("en").count("age.hour", 1), "1 hour");
});

test("placeholders without a value stay visible", () => {
  assert.equal(fill("{a} of {b}", { a: 0 }), "0 of {b}");
});
