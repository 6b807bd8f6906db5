// A department of real processes on this machine: the hub of KZ-06 and the nodes of its offices, each in a folder of its own.
// Used by the demo, by its story, and by the tests that need real programs.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";

export const kPassword = "correct horse battery";
export const kFirstPort = 8600;

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** The first `count` free loopback ports from `from` on. */
export async function free_ports(count, from = kFirstPort) {
  const ports = [];
  for (let port = from; ports.length < count && port < 65535; ++port) {
    const free = await new Promise((done) => {
      const server = createServer();
      server.once("error", () => done(false));
      server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
    });
    if (free) ports.push(port);
  }
  return ports;
}

/** One daemon: its folder, its settings file, its process. */
export class Daemon {
  constructor(department, { name, program, code, port, config, environment = {} }) {
    Object.assign(this, { department, name, program: join(department.bin, program), code, port, environment });
    this.data = join(department.folder, name);
    this.config = join(department.folder, `${name}.toml`);
    this.url = `http://127.0.0.1:${port}`;
    this.settings = config;
    this.process = null;
  }

  /** Runs one command of the program to its end; returns what it printed. `input` goes to its standard input. */
  run(words, { input, program = this.program } = {}) {
    return execFileSync(program, words, { input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...this.environment } });
  }

  write_config() {
    writeFileSync(this.config, this.settings(this));
  }

  add_user(name, role, password = kPassword) {
    this.run(["user", "add", name, "--role", role, "--password-file", "-", "--data", this.data], { input: `${password}\n` });
  }

  async start() {
    this.write_config();
    const log = [];
    this.log = log;
    this.process = spawn(this.program, ["serve", "--config", this.config], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...this.environment } });
    const keep = (bytes) => {
      log.push(String(bytes));
      if (log.length > 400) log.splice(0, 200);
    };
    this.process.stdout.on("data", keep);
    this.process.stderr.on("data", keep);
    const ended = new Promise((done) => this.process.once("exit", (code, signal) => done({ code, signal })));
    this.ended = ended;
    let dead = null;
    void ended.then((how) => (dead = how));
    for (let tries = 0; tries < 600; ++tries) {
      if (dead) throw new Error(`${this.name} ended at once (${dead.code ?? dead.signal}):\n${log.join("")}`);
      const healthy = await fetch(`${this.url}/healthz`).then((answer) => answer.ok, () => false);
      if (healthy) return this;
      await wait(50);
    }
    throw new Error(`${this.name} did not begin to serve:\n${log.join("")}`);
  }

  get running() {
    return this.process !== null && this.process.exitCode === null && this.process.signalCode === null;
  }

  /** SIGTERM and wait; the exit code. */
  async stop(signal = "SIGTERM") {
    if (!this.running) return null;
    this.process.kill(signal);
    const how = await this.ended;
    return how.code;
  }

  kill() {
    return this.stop("SIGKILL");
  }
}

/** A clerk or administrator at a daemon's HTTP API. */
export class Person {
  constructor(daemon, name, password = kPassword, language = "en") {
    Object.assign(this, { daemon, name, password, language, cookie: "" });
  }

  async call(method, path, body, { key, raw } = {}) {
    const headers = { "Accept-Language": this.language, Cookie: this.cookie };
    if (method !== "GET") headers["X-Tirkeu"] = "1";
    if (key) headers["Idempotency-Key"] = key;
    let payload;
    if (raw) {
      headers["Content-Type"] = "application/vnd.tirkeu.bundle";
      payload = raw;
    } else if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      payload = JSON.stringify(body);
    }
    const answer = await fetch(`${this.daemon.url}${path}`, { method, headers, body: payload });
    const cookie = answer.headers.get("set-cookie");
    if (cookie) this.cookie = cookie.split(";")[0];
    const type = answer.headers.get("content-type") ?? "";
    const content = type.startsWith("application/json") ? await answer.json() : new Uint8Array(await answer.arrayBuffer());
    return { status: answer.status, body: content, headers: answer.headers };
  }

  async login() {
    const answer = await this.call("POST", "/api/v1/login", { user: this.name, password: this.password });
    if (answer.status !== 200) throw new Error(`${this.daemon.name}: login of ${this.name} answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return this;
  }
}

const hub_config = (daemon) =>
  `data = "${daemon.data}"\nlisten = "127.0.0.1:${daemon.port}"\npublic_url = "${daemon.url}"\nui = "${join(daemon.department.ui, "hub")}"\n`;
const node_config = (interval) => (daemon) =>
  `data = "${daemon.data}"\nlisten = "127.0.0.1:${daemon.port}"\nui = "${join(daemon.department.ui, "node")}"\n[hub]\nurl = "${daemon.department.hub.url}"\n[sync]\ninterval_s = ${interval}\n`;

export class Department {
  /** `folder`: where everything lies, made when missing. `offices`: codes. `interval`: seconds between rounds, 0 only on request. */
  constructor({ folder, bin, ui, offices = ["KZ-06-02", "KZ-06-03"], ports, interval = 0, environments = {} }) {
    Object.assign(this, { folder: resolve(folder), bin: resolve(bin), ui: resolve(ui) });
    mkdirSync(this.folder, { recursive: true });
    this.hub = new Daemon(this, { name: "hub", program: "tirkeu-hub", code: "KZ-06", port: ports[0], config: hub_config });
    this.nodes = offices.map((code, at) => new Daemon(this, {
      name: `node-${code.slice(-2)}`, program: "tirkeu-node", code, port: ports[at + 1], config: node_config(interval), environment: environments[code] ?? {},
    }));
  }

  get made() {
    return existsSync(join(this.hub.data, "hub.db"));
  }

  /** Keys, databases, enrolments and accounts: admin at the hub, aigul (clerk) and serik (head) at each node. */
  make() {
    this.hub.run(["init", "--department", "KZ-06", "--data", this.hub.data, "--public-url", this.hub.url]);
    this.hub.add_user("admin", "admin");
    for (const node of this.nodes) {
      const file = join(this.folder, `${node.name}.enrolment`);
      this.hub.run(["enrol", node.code, "--out", file, "--data", this.hub.data]);
      node.run(["init", "--data", node.data, "--enrolment", file]);
      node.add_user("aigul", "clerk");
      node.add_user("serik", "head");
    }
  }

  get daemons() {
    return [this.hub, ...this.nodes];
  }

  async start() {
    for (const daemon of this.daemons) await daemon.start();
  }

  async stop() {
    await Promise.all(this.daemons.map((daemon) => daemon.stop()));
  }
}

/** The ports of an earlier start, so that bookmarks and enrolments stay true; else free ones, noted for the next. */
export async function kept_ports(folder, count) {
  const file = join(folder, "ports.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const ports = await free_ports(count);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(ports)}\n`);
  return ports;
}
