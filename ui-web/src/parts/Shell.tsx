// The frame around every screen: where one can go, who is there, the language, and the status line at the foot.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { address_of, go } from "../base/router";
import { type Key, useText } from "../i18n/i18n";
import { useStore } from "../base/store";
import { LanguageSwitch, on_language_key } from "./LanguageSwitch";
import { log_out, person } from "./person";

export interface Place { path: string; label: Key; key?: string; badge?: number | undefined }

interface ShellProps {
  places: readonly Place[];
  here: string;
  unit: string;
  unit_title?: string;
  status: ComponentChildren;
  children: ComponentChildren;
}

export function Shell(props: ShellProps) {
  const t = useText();
  const who = useStore(person);
  useEffect(() => {
    const on_key = (event: KeyboardEvent) => {
      if (on_language_key(event)) return;
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      const place = props.places.find((each) => each.key === event.key);
      if (!place || document.querySelector("[aria-modal=true]")) return;
      event.preventDefault();
      go(place.path);
    };
    window.addEventListener("keydown", on_key);
    return () => window.removeEventListener("keydown", on_key);
  }, [props.places]);
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>{t("skip")}</a>
      <header class="top no-print">
        <div class="unit" title={props.unit_title}>
          <img src="/mark.svg" alt="" width={26} height={26} />
          <span>{props.unit}</span>
        </div>
        <nav aria-label={t("nav")}>
          {props.places.map((place) => (
            <a key={place.path} href={address_of(place.path)} aria-current={props.here === place.path ? "page" : undefined}>
              {t(place.label)}
              {place.key && <kbd>{place.key}</kbd>}
              {place.badge !== undefined && place.badge > 0 && <span class="badge">{place.badge}</span>}
            </a>
          ))}
        </nav>
        <div class="who">
          <LanguageSwitch />
          <a href={address_of("account")} aria-current={props.here === "account" ? "page" : undefined}>{who?.name || t("nav.account")}</a>
          <button type="button" class="quiet" onClick={() => void log_out()}>{t("logout")}</button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>{props.children}</main>
      <footer class="foot no-print">{props.status}</footer>
    </div>
  );
}
