#!/usr/bin/env node
// Browsers of other machines: TLS only, with the certificate whose fingerprint the program shows; bundles may go plain, since they
// protect themselves. "Another machine" is another address of this one: the daemons judge by address.
import assert from "node:assert/strict";
import { request as plain_request } from "node:http";
import { request as tls_request } from "node:https";
import { networkInterfaces } from "node:os";
import { kPassword } from "../../packaging/demo/department.mjs";
import { yilmaz } from "../../packaging/demo/people.mjs";
import { test, test_ports, with_department } from "./tap.mjs";

/** An address of this machine that is not loopback; on a machine without a network only a second loopback address is left. */
const address = Object.values(networkInterfaces()).flat().find((each) => each.family === "IPv4" && !each.internal)?.address ?? "127.0.0.2";
console.log(`# address ${address}`);

/** One request; {status, headers, body, certificate}. */
function ask(url, { method = "GET", headers = {}, body } = {}) {
  const is_tls = url.startsWith("https:");
  return new Promise((done, failed) => {
    const asked = (is_tls ? tls_request : plain_request)(url, { method, headers, rejectUnauthorized: false, agent: false }, (answer) => {
      const certificate = is_tls ? answer.socket.getPeerCertificate().fingerprint256 : null;
      const pieces = [];
      answer.on("data", (piece) => pieces.push(piece)).on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces).toString(), certificate }));
    });
    asked.on("error", failed);
    asked.end(body);
  });
}

const log_in = (url, name) => ask(`${url}/api/v1/login`, { method: "POST", headers: { "Content-Type": "application/json", "X-Tirkeu": "1" }, body: JSON.stringify({ user: name, password: kPassword }) });

async function browser_door(daemon, name, port) {
  const https = `https://${address}:${port}`;
  let cookie = "";
  await test(`${daemon.name}: https from another address gives the screens`, async () => {
    const page = await ask(`${https}/`);
    assert.equal(page.status, 200);
    assert.match(page.body, /<!doctype html>/i);
  });
  await test(`${daemon.name}: its certificate is the one whose fingerprint \`status\` shows`, async () => {
    const shown = JSON.parse(daemon.run(["status", "--json", "--data", daemon.data])).certificate_sha256;
    assert.equal((await ask(`${https}/`)).certificate, shown);
  });
  await test(`${daemon.name}: the login's cookie is __Host-sid, Secure and HttpOnly`, async () => {
    const answer = await log_in(https, name);
    assert.equal(answer.status, 200, answer.body);
    const [line] = answer.headers["set-cookie"];
    assert.match(line, /^__Host-sid=/);
    for (const word of [/;\s*Secure/i, /;\s*HttpOnly/i, /;\s*SameSite=Strict/i, /;\s*Path=\//i]) assert.match(line, word);
    cookie = line.split(";")[0];
    assert.equal((await ask(`${https}/api/v1/status`, { headers: { Cookie: cookie } })).status, 200);
  });
  await test(`${daemon.name}: plain http on that port is sent to https and told nothing`, async () => {
    for (const path of ["/", "/api/v1/status"]) {
      const answer = await ask(`http://${address}:${port}${path}`, { headers: { Cookie: cookie } });
      assert.equal(answer.status, 308);
      assert.equal(answer.headers.location, `${https}${path}`);
      assert.equal(answer.body, "");
    }
  });
  await test(`${daemon.name}: metrics are for this machine alone`, async () => {
    assert.equal((await ask(`${https}/metrics`)).status, address === "127.0.0.2" ? 200 : 403);
    assert.equal((await ask(`https://127.0.0.1:${port}/metrics`)).status, 200);
  });
  await test(`${daemon.name}: a foreign name in Host is refused`, async () => {
    const answer = await ask(`${https}/api/v1/status`, { headers: { Host: `evil.example:${port}`, Cookie: cookie } });
    assert.ok([400, 403, 421].includes(answer.status), String(answer.status));
  });
}

/** Begins to serve, and is waited for over TLS, since nothing plain is to be had. */
function start_with_tls(daemon) {
  daemon.url = `https://127.0.0.1:${daemon.port}`;
  return daemon.start();
}

// For the waiting alone; the tests themselves look at the certificate.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
const [sync_port] = await test_ports(1).then((ports) => ports.map((port) => port + 7));
await with_department({ offices: ["KZ-06-02"] }, async (department) => {
  const { hub, nodes: [node] } = department;
  hub.settings = () => `data = "${hub.data}"\nlisten = "0.0.0.0:${hub.port}"\nui = "${department.ui}/hub"\n[sync]\nlisten = "${address}:${sync_port}"\n`;
  node.settings = () => `data = "${node.data}"\nlisten = "0.0.0.0:${node.port}"\nui = "${department.ui}/node"\n[hub]\nurl = "http://${address}:${sync_port}"\n[sync]\ninterval_s = 0\n`;
  await start_with_tls(hub);
  await start_with_tls(node);
  await browser_door(node, "aigul", node.port);
  await browser_door(hub, "admin", hub.port);
  await test("bundles go over the hub's plain sync.listen", async () => {
    const https = `https://${address}:${node.port}`;
    const cookie = (await log_in(https, "aigul")).headers["set-cookie"][0].split(";")[0];
    const accepted = await ask(`${https}/api/v1/applications`, { method: "POST", headers: { Cookie: cookie, "X-Tirkeu": "1", "Content-Type": "application/json" }, body: JSON.stringify(yilmaz("KZ-06-02")) });
    assert.equal(accepted.status, 201, accepted.body);
    node.run(["sync", "--once", "--data", node.data]);
    const status = JSON.parse(node.run(["status", "--json", "--data", node.data]));
    assert.equal(status.unsent, 0);
    assert.ok(status.receipted > 0);
  });
  await test("and nothing else goes over it", async () => {
    for (const path of ["/", "/api/v1/status", "/healthz", "/metrics", "/api/v1/login"]) assert.equal((await ask(`http://${address}:${sync_port}${path}`)).status, 404, path);
    assert.equal((await log_in(`http://${address}:${sync_port}`, "admin")).status, 404);
  });
  await test("both stop by SIGTERM with 0", async () => assert.deepEqual(await Promise.all([hub.stop(), node.stop()]), [0, 0]));
});
