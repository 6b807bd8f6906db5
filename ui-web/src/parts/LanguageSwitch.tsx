// kk / ru / en, always in sight. A click does not take the focus away from the field that is being typed in; F9 goes round.
import { type Language, choose_language, kLanguages, language, next_language, useText } from "../i18n/i18n";
import { useStore } from "../base/store";

const kShortNames: Record<Language, string> = { kk: "Қаз", ru: "Рус", en: "Eng" };
const kOwnNames: Record<Language, string> = { kk: "Қазақша", ru: "Русский", en: "English" };

export function LanguageSwitch() {
  const t = useText();
  const chosen = useStore(language);
  return (
    <div class="languages" role="group" aria-label={t("language")}>
      {kLanguages.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={each === chosen}
          aria-label={kOwnNames[each]}
          title={each === next_language() ? `${kOwnNames[each]} (F9)` : kOwnNames[each]}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose_language(each)}
        >
          {kShortNames[each]}
        </button>
      ))}
    </div>
  );
}

export function on_language_key(event: KeyboardEvent): boolean {
  if (event.key !== "F9" || event.ctrlKey || event.altKey) return false;
  event.preventDefault();
  choose_language(next_language());
  return true;
}
