// A log entry as its parts, and the one form that its parts are written in.
import { NotWellFormed, read_message, write_message } from "./capnp.mjs";
import { take_apart, write_changeset } from "./changeset.mjs";

const kInstantMin = -62135596800000n;
const kInstantMax = 253402300799999n;
const kNames = ["incarnation", "sequence", "recordedAt", "bootId", "bootTime", "clockFlags", "lastReceipt", "schema"];

export function write_entry(form, schema) {
  return write_message({ ...form, changeset: write_changeset(form.tables) }, "Entry", schema);
}

/** The entry's parts; null when they would not give back the same bytes, or when it is no entry at all. */
export function entry_form(bytes, schema) {
  let message;
  try {
    message = read_message(bytes, "Entry", schema);
  } catch (error) {
    if (error instanceof NotWellFormed) return null;
    throw error;
  }
  const tables = is_entry(message) ? take_apart(message.changeset) : null;
  if (!tables) return null;
  const form = { tables };
  for (const name of kNames) form[name] = typeof message[name] === "number" ? BigInt(message[name]) : message[name];
  return write_entry(form, schema).equals(bytes) ? form : null;
}

/** What a reader demands of an entry's fields beyond the schema. */
export function is_entry({ incarnation, sequence, recordedAt, bootId, bootTime, lastReceipt, schema }) {
  return incarnation > 0 && incarnation < 1 << 17 && sequence > 0n && sequence < 1n << 63n && recordedAt >= kInstantMin && recordedAt <= kInstantMax &&
    bootId.length === 16 && bootTime < 1n << 53n && lastReceipt.length === 16 && schema.length === 8;
}
