// The entries of a bundle: unpacked, chained to the signed head, and read (sync/PROTOCOL.md section 3).
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { read_message } from "./capnp.mjs";
import { take_apart } from "./changeset.mjs";
import { checked } from "./headers.mjs";
import { digest } from "./keys.mjs";
import { NotLearned, taught_by, unpack_run } from "./learned.mjs";
import { refuse } from "./refusal.mjs";

const wire = new URL("../../../sync/wire/dictionary/", import.meta.url);
const kEntriesBytesMax = 32 << 20;
const kChangesetBytesMax = 1 << 20;
const hex = (bytes) => bytes.toString("hex");

/** The zstd command stands for the library: its format is RFC 8878's, not ours. */
function unzstd(bytes, dictionary) {
  const frame = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), bytes]);
  const words = ["-d", "-c", "-q", ...(dictionary ? ["-D", new URL("entries-1.zdict", wire).pathname] : [])];
  const ended = spawnSync("zstd", words, { input: frame, maxBuffer: kEntriesBytesMax });
  if (ended.error?.code === "ENOENT") throw new Error("the command zstd is needed to read codecs 1 and 2: apt install zstd");
  return ended.status === 0 ? ended.stdout : refuse("malformed_entries");
}

function leb128(bytes, at) {
  let value = 0;
  for (let used = 0; used < 5; ++used) {
    const byte = bytes[at + used] ?? refuse("malformed_entries");
    value += (byte & 0x7f) * 2 ** (7 * used);
    if (byte >= 0x80) continue;
    return byte === 0 && used > 0 ? refuse("malformed_entries") : { value, next: at + used + 1 };
  }
  return refuse("malformed_entries");
}

function split(joined) {
  const entries = [];
  for (let at = 0; at < joined.length;) {
    const { value, next } = leb128(joined, at);
    if (value === 0 || next + value > joined.length) refuse("malformed_entries");
    entries.push(joined.subarray(next, next + value));
    at = next + value;
  }
  return entries;
}

let taught = null;

/** Entries of each section of which the reader knows what is before it; null for the others. */
function learned_parts(bytes, sections, knowledge, schema) {
  taught ??= taught_by(readFileSync(new URL("lessons-1.bits", wire)), schema);
  let at = 0;
  return sections.map((section, index) => {
    let end = bytes.length;
    if (index + 1 < sections.length) {
      const { value, next } = leb128(bytes, at);
      [at, end] = [next, next + value];
      if (end > bytes.length) refuse("malformed_entries");
    }
    const own = bytes.subarray(at, end);
    at = end;
    const known = knowledge(section);
    if (!known) return null;
    const place = { incarnation: BigInt(section.incarnation), sequence: BigInt(section.first), receipt: known.receipt };
    try {
      return unpack_run(own, section.count, { before: known.before, place }, taught, schema);
    } catch (error) {
      if (error instanceof NotLearned) refuse("broken_chain");
      throw error;
    }
  });
}

function plain_parts(codec, bytes, sections) {
  const joined = codec === 0 ? bytes : unzstd(bytes, codec === 2);
  if (joined.length > kEntriesBytesMax) refuse("malformed_entries");
  const entries = split(joined);
  if (entries.length !== sections.reduce((sum, section) => sum + section.count, 0)) refuse("malformed_entries");
  let from = 0;
  return sections.map(({ count }) => entries.slice(from, (from += count)));
}

const kCellJson = {
  integer: ({ number }) => ({ integer: number.toString() }),
  text: ({ content }) => ({ text: content.toString() }),
  blob: ({ content }) => ({ blob: hex(content) }),
  null: () => null,
};

function entry_json(bytes, schema) {
  const message = read_message(bytes, "Entry", schema);
  if (message.sequence === 0n || message.bootTime >= 1n << 53n || message.changeset.length > kChangesetBytesMax) refuse("malformed_entries");
  const tables = take_apart(message.changeset);
  return {
    incarnation: checked.incarnation(message.incarnation, "incarnation"),
    sequence: checked.sequence(message.sequence, "sequence"),
    recorded_at: checked.instant(message.recordedAt, "recordedAt"),
    boot_id: checked.bytes(message.bootId, 16, "bootId"),
    boot_time: message.bootTime.toString(),
    clock_flags: message.clockFlags,
    last_receipt: checked.bytes(message.lastReceipt, 16, "lastReceipt"),
    schema: checked.bytes(message.schema, 8, "schema"),
    rows: tables && tables.flatMap(({ name, rows }) => rows.map((row) => ({ table: name.toString(), values: row.map((cell) => kCellJson[cell.type](cell)) }))),
  };
}

function read_run(section, entries, known, schema) {
  let head = known.digest;
  const digests = entries.map((entry) => (head = digest("entry-digest", head, entry)));
  if (hex(head).slice(0, 32) !== section.head) refuse("broken_chain");
  const read = entries.map((entry, index) => {
    let json;
    try {
      json = entry_json(entry, schema);
    } catch {
      refuse("malformed_entries");
    }
    if (json.incarnation !== section.incarnation || BigInt(json.sequence) !== BigInt(section.first) + BigInt(index)) refuse("broken_chain");
    return { ...json, digest: hex(digests[index]) };
  });
  return { incarnation: section.incarnation, kind: section.kind, entries: read };
}

/** The runs of all sections that `knowledge(section)` knows the beginning of. */
export function read_runs(codec, bytes, sections, knowledge, schema) {
  const parts = codec === 3 ? learned_parts(bytes, sections, knowledge, schema) : plain_parts(codec, bytes, sections);
  return sections.flatMap((section, index) => {
    const known = knowledge(section);
    return known ? [read_run(section, parts[index], known, schema)] : [];
  });
}
