// Routes live in the fragment (`#/book`), so that a reload works with any static file server and no path of a page can
// collide with the API. Only identifiers go into a route, never names or document numbers: the browser's history is not a
// place for personal data.
import { Store } from "./store";

export type Route = readonly string[];

function read(): Route {
  // The information page has an address that can be printed on a notice.
  if (location.hash === "" && location.pathname.replace(/\/+$/, "") === "/information") return ["information"];
  return parse_route(location.hash);
}

export function parse_route(hash: string): Route {
  return hash
    .replace(/^#\/?/, "")
    .split("/")
    .filter((part) => part !== "")
    .map(decode_part);
}

function decode_part(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function address_of(...parts: string[]): string {
  return "#/" + parts.map(encodeURIComponent).join("/");
}

export const route = new Store<Route>(read());
window.addEventListener("hashchange", () => route.set(read()));

export function go(...parts: string[]): void {
  location.hash = address_of(...parts);
}

/** Names the place without a new entry in the history: a draft got its slot, the page stays the same. */
export function rename_place(...parts: string[]): void {
  history.replaceState(null, "", address_of(...parts));
  route.set(parts);
}
