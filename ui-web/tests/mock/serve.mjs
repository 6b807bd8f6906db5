// The mock department: two nodes and a hub. `npm run mock` serves it for looking at the screens; the browser tests start their own.
import { fileURLToPath } from "node:url";
import { serve_hub } from "./hub.mjs";
import { serve_node } from "./node.mjs";

const dist = (page) => fileURLToPath(new URL(`../../dist/${page}`, import.meta.url));
export const kPassword = "correct horse battery";
const people = () => ({ aigul: { role: "clerk", password: kPassword }, serik: { role: "head", password: kPassword } });

export async function serve_department(ports = [0, 0, 0]) {
  const first = await serve_node({ code: "KZ-06-02", folder: dist("node"), port: ports[0], accounts: people() });
  const second = await serve_node({ code: "KZ-06-03", folder: dist("node"), port: ports[1], accounts: people() });
  const hub = await serve_hub({ folder: dist("hub"), port: ports[2], accounts: { admin: { role: "admin", password: kPassword } } });
  return { first, second, hub, close: () => [first, second, hub].forEach((each) => each.close()) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { first, second, hub } = await serve_department([8702, 8703, 8700]);
  console.log(`node KZ-06-02  ${first.url}\nnode KZ-06-03  ${second.url}\nhub KZ-06      ${hub.url}\naigul, serik (head), admin: ${kPassword}`);
}
