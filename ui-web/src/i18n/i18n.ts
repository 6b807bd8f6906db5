// The language of the screen: kk (default), ru or en, from flat catalogues that the entry page installs.
//
// Switching redraws in place: no reload, and the element that has the focus keeps it, because components stay the same and
// only their text changes. The choice is remembered in the browser; it is the only thing that is (no personal data there).
// Keys are checked by the compiler: a key that is not in the Kazakh catalogue does not compile, and a test compares the others.
import { Store, useStore } from "../base/store";
import common from "./messages/common.kk.json";
import day from "./messages/day.kk.json";
import desk from "./messages/desk.kk.json";
import hub from "./messages/hub.kk.json";
import node from "./messages/node.kk.json";
import record from "./messages/record.kk.json";
import review from "./messages/review.kk.json";
import rules from "./messages/rules.kk.json";
import sheets from "./messages/sheets.kk.json";

export type Language = "kk" | "ru" | "en";
export const kLanguages: readonly Language[] = ["kk", "ru", "en"];
type AnyKey =
  | keyof typeof common | keyof typeof day | keyof typeof desk | keyof typeof record | keyof typeof review | keyof typeof node | keyof typeof hub | keyof typeof rules
  | keyof typeof sheets;
/** Texts with a number in them have one form per plural category: "unsent#one", "unsent#other". */
export type CountKey = AnyKey extends infer K ? (K extends `${infer Base}#other` ? Base : never) : never;
export type Key = Exclude<AnyKey, `${string}#${string}`>;
export type Values = Record<string, string | number>;
export type Catalogue = Record<string, string>;

const kRemembered = "tirkeu.language";
let catalogues: Record<Language, Catalogue> = { kk: {}, ru: {}, en: {} };

function remembered(): Language {
  try {
    const value = localStorage.getItem(kRemembered);
    return kLanguages.find((language) => language === value) ?? "kk";
  } catch {
    return "kk";
  }
}

export const language = new Store<Language>(remembered());

export function install_catalogues(all: Record<Language, Catalogue>): void {
  catalogues = all;
  document.documentElement.lang = language.get();
}

export function choose_language(chosen: Language): void {
  try {
    localStorage.setItem(kRemembered, chosen);
  } catch {
    // A browser that forbids storage asks again next time; nothing else depends on it.
  }
  document.documentElement.lang = chosen;
  language.set(chosen);
}

export function next_language(): Language {
  return kLanguages[(kLanguages.indexOf(language.get()) + 1) % kLanguages.length]!;
}

export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** Plural category by CLDR: Kazakh and English one/other, Russian one/few/many. */
export function plural_category(chosen: Language, count: number): string {
  return new Intl.PluralRules(chosen === "kk" ? "kk" : chosen).select(count);
}

export interface Text {
  (key: Key, values?: Values): string;
  count(key: CountKey, count: number, values?: Values): string;
  /** The name of a code of the rule set ("ground", "incomplete"); the code itself when the catalogue is older than the rules. */
  code(area: string, code: string): string;
  in(chosen: Language): Text;
  readonly language: Language;
}

export function text_in(chosen: Language): Text {
  const find = (key: string): string | undefined => catalogues[chosen][key] ?? catalogues.kk[key];
  const text = (key: Key, values?: Values) => fill(find(key) ?? key, values);
  return Object.assign(text, {
    count: (key: CountKey, count: number, values: Values = {}) =>
      fill(find(`${key}#${plural_category(chosen, count)}`) ?? find(`${key}#other`) ?? key, { count, ...values }),
    code: (area: string, code: string) => find(`${area}.${code}`) ?? code,
    in: text_in,
    language: chosen,
  });
}

export function useText(): Text {
  return text_in(useStore(language));
}
