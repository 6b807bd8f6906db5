#!/usr/bin/env node
// Opens test vectors and prints what is in them: read.mjs VECTOR.json … A reader of the protocol that shares no line with the programs; it was
// written from sync/PROTOCOL.md and the pages to which that leads.
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { open_down, open_up } from "./bundle.mjs";
import { read_schema } from "./capnp.mjs";
import { open_enrolment } from "./enrolment.mjs";
import { Refused } from "./refusal.mjs";
import { x25519_private } from "./sealed_box.mjs";

const schema = read_schema(readFileSync(new URL("../../../schema/wire/messages.capnp", import.meta.url), "utf8"));
const bytes_of = (text) => (text === undefined ? undefined : Buffer.from(text, "hex"));

/** {digest, before, receipt} of the entry before a section's first, as far as the vector's receiver knows it. */
const knowledge_of = (vector) => (section) => {
  const known = vector.knows.find(({ incarnation, sequence }) => incarnation === section.incarnation && BigInt(sequence) + 1n === BigInt(section.first));
  return known && { digest: bytes_of(known.digest), before: known.before.map(bytes_of), receipt: bytes_of(known.receipt) };
};

function receiver_of(vector) {
  const secret = bytes_of(vector.sealing_secret);
  const key = createPublicKey(x25519_private(secret)).export({ format: "der", type: "spki" }).subarray(-32);
  return { secret, key };
}

/** {gives} or {refused}. */
export function open_vector(vector) {
  const bytes = bytes_of(vector.bytes);
  try {
    if (vector.reads === "enrolment") return { gives: open_enrolment(bytes, schema) };
    const sender = bytes_of(vector.sender);
    if (vector.reads === "down") return { gives: open_down(bytes, receiver_of(vector), sender, knowledge_of(vector), schema) };
    const knows = { secret: bytes_of(vector.secret), previous_key: bytes_of(vector.previous_key), hub_key: bytes_of(vector.hub_key) };
    return { gives: open_up(bytes, receiver_of(vector), sender, knowledge_of(vector), knows, schema) };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.code };
    throw error;
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname)
  for (const file of process.argv.slice(2)) console.log(JSON.stringify(open_vector(JSON.parse(readFileSync(file, "utf8"))), null, 1));
