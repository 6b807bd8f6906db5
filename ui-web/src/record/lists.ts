// The lists that fields are filled from: countries, offices, and the codes of the rule set in force. Names of countries come from
// the project's own table, those of offices from Annex 1 as the daemon knows it, those of codes from the catalogue.
import * as calls from "../api/calls";
import type { Office, Rules } from "../api/types";
import { phones_of } from "../api/read";
import type { Option } from "../base/fold";
import { Store } from "../base/store";
import { type Language, type Text, text_in } from "../i18n/i18n";
import countries_file from "../../../schema/rules/countries.json";

interface Country { code: string; kk: string; ru: string; en: string; citizenship: boolean }
const countries: readonly Country[] = countries_file.countries;
const by_code = new Map(countries.map((country) => [country.code, country]));

/** The office's neighbours and the states of Annex 3 come first: most applicants are theirs. */
const kFrequent = ["UZB", "RUS", "TUR", "KGZ", "TJK", "CHN", "AZE", "UKR", "BLR", "ARM", "GEO", "MDA", "MNG"];

const kPlainRules: Rules = { id: "", purposes: [], refusal_grounds: [], categories: [], papers: [], papers_always: [], papers_long_stay: [], five_day_offices: [], refusal_clauses: {} };
export const rules = new Store<Rules>(kPlainRules);
export const offices = new Store<readonly Office[]>([]);

/** After a login. A daemon that cannot answer leaves the lists as they were; the fields then take codes as text. */
export async function load_lists(): Promise<void> {
  await Promise.all([
    calls.rules().then((value) => rules.set(value)),
    calls.offices().then((value) => offices.set(value)),
  ]);
}

export function country_options(language: Language, only_citizenships: boolean): Option[] {
  const options = countries
    .filter((country) => country.citizenship || !only_citizenships)
    .map((country) => ({ code: country.code, label: country[language], also: [country.kk, country.ru, country.en] }));
  const order = new Intl.Collator(language);
  const by_use = (code: string) => (kFrequent.includes(code) ? kFrequent.indexOf(code) : kFrequent.length);
  return options.sort((left, right) => by_use(left.code) - by_use(right.code) || order.compare(left.label, right.label));
}

export function country_name(code: string, language: Language): string {
  const country = by_code.get(code);
  return country ? country[language] : code;
}

export function office_options(list: readonly Office[]): Option[] {
  return list.map((office) => ({ code: office.code, label: office.name_kk, also: [office.code.replace(/^KZ-/, ""), office.address_kk] }));
}

export function office_of(code: string): Office | undefined {
  return offices.get().find((office) => office.code === code);
}

export function office_name(code: string): string {
  return office_of(code)?.name_kk ?? code;
}

export function office_phones(office: Office): string[] {
  const phones = phones_of(office.migration_phones);
  return phones.length > 0 ? phones : phones_of(office.secretariat_phones);
}

/** Options of a closed list, to be found under their names in all three languages. */
export function code_options(t: Text, area: string, codes: readonly string[]): Option[] {
  const languages: Language[] = ["kk", "ru", "en"];
  return codes.map((code) => ({ code, label: t.code(area, code), also: languages.map((each) => text_in(each).code(area, code)) }));
}
