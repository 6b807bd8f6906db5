// A small HTTP front for the mock daemons: static files with the content security policy of the real ones, JSON in and out, a login cookie.
import { createServer } from "node:http";
import { readFileSync, existsSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { randomUUID } from "node:crypto";

export const kPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const kTypes = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

export class ApiError extends Error {
  constructor(status, code, message, more = {}) {
    super(message);
    Object.assign(this, { status, code, more });
  }
}

/** Bytes with headers, for answers that are no JSON. */
export class Bytes {
  constructor(body, headers) {
    Object.assign(this, { body, headers });
  }
}

async function body_of(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

function send_file(folder, path, response) {
  const wanted = join(folder, normalize(path));
  const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : extname(path) === "" ? join(folder, "index.html") : undefined;
  if (!file) return response.writeHead(404).end();
  response.writeHead(200, { "Content-Type": kTypes[extname(file)] ?? "application/octet-stream", "Content-Security-Policy": kPolicy, "X-Content-Type-Options": "nosniff" });
  response.end(readFileSync(file));
}

/**
 * `accounts`: name to {password, role}. `routes`: [[method, pattern, handler, {open}]]; a handler gets {path, query, body, account, language} and
 * returns JSON (undefined: 204), Bytes, or throws ApiError.
 */
/** What the routes say about themselves: the paths alone, and the members that a page asks for by name. */
const description_of = (routes, members) => ({
  openapi: "3.1.0", components: { schemas: Object.fromEntries(members.map((name) => [name, {}])) },
  paths: routes.reduce((paths, [method, path]) => ({ ...paths, [`/api/v1${path}`]: { ...paths[`/api/v1${path}`], [method.toLowerCase()]: {} } }), {}),
});

export function serve({ folder, accounts, routes, port = 0, members = [] }) {
  const logins = new Map();
  const answered = new Map();
  const me = (name) => ({ user: name, role: accounts[name].role, must_change_password: accounts[name].must_change === true });
  const all = [
    ["POST", "/login", ({ body }) => {
      const account = accounts[body.user];
      if (!account || account.password !== body.password || account.disabled) throw new ApiError(401, "wrong_credentials", "");
      const token = randomUUID();
      logins.set(token, body.user);
      return { json: me(body.user), headers: { "Set-Cookie": `sid=${token}; Path=/; HttpOnly; SameSite=Strict` } };
    }, { open: true }],
    ["POST", "/logout", ({ token }) => void logins.delete(token)],
    ["GET", "/me", ({ account }) => me(account)],
    ["GET", "/openapi.json", () => description_of(routes, members), { open: true }],
    ["POST", "/mock/expire", () => void logins.clear(), { open: true }],
    ...routes,
  ];
  const find = (method, path) => {
    for (const [each, pattern, handler, options] of all) {
      const names = [];
      const matched = new RegExp("^" + pattern.replace(/\{(\w+)\}/g, (_, name) => (names.push(name), "([^/]+)")) + "$").exec(path);
      if (each === method && matched) return { handler, options: options ?? {}, path: Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(matched[at + 1])])) };
    }
    throw new ApiError(404, "not_found", "not found");
  };
  const call = async (request, url) => {
    const { handler, options, path } = find(request.method, url.pathname.replace("/api/v1", ""));
    const token = /\bsid=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];
    const account = logins.get(token);
    if (!options.open && !account) throw new ApiError(401, "login_required", "");
    const bytes = await body_of(request);
    const is_json = (request.headers["content-type"] ?? "").startsWith("application/json");
    const writes = request.method !== "GET";
    if (writes && !options.open && request.headers["x-tirkeu"] !== "1") throw new ApiError(403, "cross_site", "X-Tirkeu");
    const key = request.headers["idempotency-key"];
    if (writes && !options.open && !key) throw new ApiError(400, "idempotency_key_missing", "Idempotency-Key");
    const slot = `${account} ${request.method} ${url.pathname} ${key}`;
    if (writes && answered.has(slot)) return answered.get(slot);
    const result = await handler({ path, query: url.searchParams, body: is_json && bytes.length > 0 ? JSON.parse(bytes) : bytes, account, token, language: request.headers["accept-language"] ?? "kk" });
    if (writes) answered.set(slot, result);
    return result;
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://mock");
    if (!url.pathname.startsWith("/api/v1/")) return send_file(folder, url.pathname, response);
    call(request, url).then(
      (result) => {
        if (result instanceof Bytes) return response.writeHead(200, result.headers).end(result.body);
        const json = result?.headers ? result.json : result;
        response.writeHead(result?.status ?? (json === undefined ? 204 : request.method === "POST" && url.pathname.endsWith("/applications") ? 201 : 200), { "Content-Type": "application/json", "Cache-Control": "no-store", ...(result?.headers ?? {}) });
        response.end(json === undefined ? "" : JSON.stringify(json));
      },
      (error) => {
        if (!(error instanceof ApiError)) console.error(error);
        response.writeHead(error.status ?? 500, { "Content-Type": "application/json" });
        response.end(JSON.stringify({ error: { code: error.code ?? "internal", message: error.message, fields: [], ...(error.more ?? {}) } }));
      },
    );
  });
  return new Promise((ready) => server.listen(port, "127.0.0.1", () => ready({ url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() })));
}
