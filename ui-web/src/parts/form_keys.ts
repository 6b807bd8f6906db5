// Moving through a form with Enter: the next field, Shift+Enter the one before. Enter never sends anything (Ctrl+Enter does):
// a clerk who types with the numeric keypad presses Enter after every field, also after the last one.

export interface Stop { disabled?: boolean; hidden?: boolean }

/** The index to go to from `current`, or undefined at an end. Pure, so that the rule can be tested without a page. */
export function next_stop(stops: readonly Stop[], current: number, direction: 1 | -1): number | undefined {
  for (let at = current + direction; at >= 0 && at < stops.length; at += direction) {
    const stop = stops[at]!;
    if (!stop.disabled && !stop.hidden) return at;
  }
  return undefined;
}

const kStops = "input, select, textarea, button[data-stop]";

export function stops_of(form: HTMLElement): HTMLElement[] {
  return Array.from(form.querySelectorAll<HTMLElement>(kStops)).filter((element) => element.tabIndex >= 0);
}

export function move_focus(form: HTMLElement, direction: 1 | -1): void {
  const elements = stops_of(form);
  const current = elements.findIndex((element) => element === document.activeElement);
  const stops = elements.map((element) => ({
    disabled: (element as HTMLInputElement).disabled,
    hidden: element.offsetParent === null,
  }));
  const next = next_stop(stops, current, direction);
  if (next === undefined) return;
  const element = elements[next]!;
  element.focus();
  if (element instanceof HTMLInputElement && /^(text|search|tel|password)$/.test(element.type)) element.select();
}

/** Handles Enter for the whole form; returns true when the key was used. Text areas keep Enter with Alt for a new line. */
export function on_enter(event: KeyboardEvent, form: HTMLElement): boolean {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  const target = event.target as HTMLElement;
  // A button that is no stop of the form (a link to a draft, "fill from scan") does what it says.
  if (target instanceof HTMLButtonElement && target.dataset["stop"] === undefined) return false;
  if (target instanceof HTMLAnchorElement) return false;
  event.preventDefault();
  move_focus(form, event.shiftKey ? -1 : 1);
  return true;
}
