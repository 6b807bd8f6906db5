// What the daemon behind this page can do, from its own description. A page may be newer than its daemon: a screen whose route is not
// described is not offered, and a member of a request that the description does not name is not asked for.
import { Store } from "../base/store";
import { get } from "./client";

export class Offered {
  private constructor(
    private readonly routes_: ReadonlySet<string>,
    private readonly text_: string,
  ) {}

  static readonly nothing = new Offered(new Set(), "");

  /** From an OpenAPI document; whatever is no such document offers nothing. */
  static read(description: unknown): Offered {
    const paths = (description as { paths?: unknown } | null)?.paths;
    if (paths === null || typeof paths !== "object") return Offered.nothing;
    const routes = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods ?? {}).map((method) => `${method.toUpperCase()} ${plain(path)}`));
    return new Offered(new Set(routes), JSON.stringify(description));
  }

  /** `path` as in `calls.ts`, with any names in the braces. */
  has(method: "GET" | "POST", path: string): boolean {
    return this.routes_.has(`${method} ${plain(path)}`);
  }

  /** The description names this member somewhere. */
  names(member: string): boolean {
    return this.text_.includes(`"${member}"`);
  }
}

function plain(path: string): string {
  return path.replace(/^\/api\/v1/, "").replace(/\{\w+\}/g, "{}");
}

export const offered = new Store<Offered>(Offered.nothing);

/** Public, so it is asked before a login; without an answer the page keeps to what every daemon has. */
export async function load_offered(): Promise<void> {
  try {
    offered.set(Offered.read(await get<unknown>("/openapi.json")));
  } catch {
    offered.set(Offered.nothing);
  }
}
