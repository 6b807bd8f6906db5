// The frame around every screen: where one can go, who is there, the language, and the status line at the foot.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { address_of, go } from "../base/router";
import { type Key, useText } from "../i18n/i18n";
import { useStore } from "../base/store";
import { LanguageSwitch, on_language_key } from "./LanguageSwitch";
import { log_out, person } from "./person";

/** `rare`: behind "more", so that what is needed forty times a day stands alone. */
export interface Place { path: string; label: Key; key?: string; badge?: number | undefined; rare?: boolean }

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
          {props.places.filter((place) => !place.rare).map((place) => <PlaceLink key={place.path} place={place} here={props.here} />)}
          <More places={props.places.filter((place) => place.rare)} here={props.here} />
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

function PlaceLink(props: { place: Place; here: string }) {
  const t = useText();
  const { place } = props;
  return (
    <a href={address_of(place.path)} aria-current={props.here === place.path ? "page" : undefined}>
      {t(place.label)}
      {place.key && <kbd>{place.key}</kbd>}
      {place.badge !== undefined && place.badge > 0 && <span class="badge">{place.badge}</span>}
    </a>
  );
}

/** What is opened now and then. Closes by itself when a place is chosen, when the focus leaves it, and with Escape. */
function More(props: { places: readonly Place[]; here: string }) {
  const t = useText();
  const box = useRef<HTMLDetailsElement>(null);
  const close = () => box.current?.removeAttribute("open");
  useEffect(close, [props.here]);
  if (props.places.length === 0) return null;
  const inside = props.places.find((place) => place.path === props.here);
  return (
    <details
      ref={box} class={inside ? "more here" : "more"}
      onKeyDown={(event) => event.key === "Escape" && (close(), box.current?.querySelector("summary")?.focus())}
      onFocusOut={(event) => !box.current?.contains(event.relatedTarget as Node | null) && close()}
    >
      <summary>{inside ? t(inside.label) : t("more")} ▾</summary>
      <div class="more-list">{props.places.map((place) => <PlaceLink key={place.path} place={place} here={props.here} />)}</div>
    </details>
  );
}
