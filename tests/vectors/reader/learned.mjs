// Codec 3: log entries as values under a learned model (sync/wire/LEARNED.md, sections 4 to 6).
import { BitModel, BitReader, listener, mixed } from "./bit_model.mjs";
import { entry_form, write_entry } from "./entry_form.mjs";

const kForm = 1, kIncarnation = 2, kSequence = 3, kRecordedAt = 4, kSameBoot = 5, kBootTime = 6, kClockFlags = 7, kReceipt = 8, kSameSchema = 9,
  kLiteral = 10, kMoreTables = 11, kTableName = 12, kColumns = 13, kMoreRows = 14, kType = 15, kMode = 16, kChoice = 17, kLength = 19, kDigits = 20,
  kBlobLength = 21, kBlob = 22, kPlainLength = 23, kPlain = 24, kSpelled = 25;
const kTypes = ["integer", "text", "blob", "null"];
const kTypeNumber = { integer: 1, text: 3, blob: 4, null: 5 };
const kPairs = ["SH", "CH", "ZH", "KH", "TS", "YU", "YA"].map((pair) => (pair.charCodeAt(0) << 8) | pair.charCodeAt(1));
const kBytesMax = 2 << 20;
const kNone = Buffer.alloc(0);

export class NotLearned extends Error {}

const zigzag = (value) => BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
const unzigzag = (value) => BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
const wrap = (value) => BigInt.asIntN(64, value);
const bit_width = (value) => (value === 0n ? 0 : value.toString(2).length);
const hash_of = (text) => text.reduce((hash, byte) => mixed(hash, byte), 1);

/** A place in another text of the row that says nearly the same. */
class Companion {
  constructor(text) {
    this.text = text ?? kNone;
    this.at = 0;
  }
  byte(index) {
    return index < this.text.length ? this.text[index] & 0xdf : 0;
  }
  letter() {
    return (this.byte(this.at) << 8) | this.byte(this.at + 1);
  }
  advance() {
    this.at += kPairs.includes(this.letter()) ? 2 : 1;
  }
}

/** What is remembered from entry to entry. */
export class EntryModel {
  constructor() {
    this.bits = new BitModel();
    this.last = { incarnation: 0n, sequence: 0n, recordedAt: 0n, bootId: Buffer.alloc(16), bootTime: 0n, clockFlags: 0n, lastReceipt: Buffer.alloc(16), schema: Buffer.alloc(8) };
    this.last_id = 0n;
    this.tables = new Map();
    this.next_table = new Map();
  }
  copy() {
    const copy = Object.assign(new EntryModel(), this);
    copy.bits = this.bits.copy();
    copy.tables = new Map([...this.tables].map(([name, table]) => [name, { columns: table.columns, last: table.last.map((column) => ({ ...column })) }]));
    copy.next_table = new Map([...this.next_table].map(([name, column]) => [name, { ...column }]));
    return copy;
  }
}

const fresh_column = () => ({ type: "null", number: 0n, content: kNone, mode: 0, choice: 0 });

/** One entry through the model, read or listened to. */
class Pass {
  constructor(model, coder) {
    this.model = model;
    this.coder = coder;
    this.reads = coder.reads;
    this.choice = 0;
    this.budget = kBytesMax;
  }
  take(size) {
    this.budget -= size;
    if (this.budget < 0 || this.coder.failed()) throw new NotLearned("damaged, or above its limit");
  }
  symbol(what, a, b, bits, value) {
    const base = mixed(0, what);
    const nearer = mixed(base, a);
    return this.model.bits.code(this.coder, [base, nearer, mixed(nearer, b)], base, bits, value);
  }
  flag(what, context, value) {
    return this.symbol(what, context, 0, 1, value ? 1 : 0) === 1;
  }
  number(what, context, value, expected) {
    const distance = this.reads ? 0n : zigzag(wrap(value - expected));
    const slot = mixed(mixed(0, what), context);
    const size = this.symbol(kLength, slot, 0, 7, bit_width(distance));
    if (size === 0 || size > 64) return expected;
    let read = 1n;
    for (let bit = size - 2; bit >= 0; --bit) {
      const from_top = size - 2 - bit;
      const known = from_top < 3 ? Number(read) : 0;
      read = (read << 1n) | BigInt(this.symbol(kDigits, mixed(slot, (size << 8) | from_top), known, 1, Number((distance >> BigInt(bit)) & 1n)));
    }
    return wrap(expected + unzigzag(read));
  }
  literal(bytes, length) {
    return Buffer.from(Array.from({ length }, (_, index) => this.symbol(kLiteral, 0, 0, 8, this.reads ? 0 : bytes[index])));
  }

  plain(bytes) {
    const length = Number(this.number(kPlainLength, 0, this.reads ? 0n : BigInt(bytes.length), 0n));
    if (length < 0) throw new NotLearned("a length below zero");
    this.take(this.reads ? length : 0);
    const result = Buffer.alloc(length);
    let before = 0;
    for (let at = 0; at < length; ++at) {
      const contexts = [mixed(kPlain, before & 0xff), mixed(kPlain, before & 0xffff), mixed(kPlain, before & 0xffffff)];
      result[at] = this.model.bits.code(this.coder, contexts, kPlain, 8, this.reads ? 0 : bytes[at]);
      before = ((before << 8) | result[at]) >>> 0;
      this.take(0);
    }
    return result;
  }

  /** `given` is the entry when it is known; returns it as it was given or read. */
  entry(place, given) {
    const last = this.model.last;
    const now = { incarnation: BigInt.asUintN(32, this.number(kIncarnation, 0, given?.incarnation, place.incarnation)) };
    now.sequence = BigInt.asUintN(64, this.number(kSequence, 0, given?.sequence, BigInt.asIntN(64, place.sequence)));
    now.recordedAt = this.number(kRecordedAt, 0, given?.recordedAt, last.recordedAt);
    const same_boot = this.flag(kSameBoot, 0, given?.bootId.equals(last.bootId));
    now.bootId = same_boot ? last.bootId : this.literal(given?.bootId, 16);
    const up = same_boot ? wrap(last.bootTime + wrap(now.recordedAt - last.recordedAt)) : 0n;
    now.bootTime = this.number(kBootTime, same_boot ? 1 : 0, given?.bootTime, up);
    now.clockFlags = BigInt.asUintN(16, this.number(kClockFlags, 0, given?.clockFlags, last.clockFlags));
    now.lastReceipt = this.receipt(place, given, last);
    now.schema = this.flag(kSameSchema, 0, given?.schema.equals(last.schema)) ? last.schema : this.literal(given?.schema, 8);
    this.recorded_at = now.recordedAt;
    now.tables = this.tables(given?.tables ?? []);
    this.model.last = now;
    return now;
  }
  receipt(place, given, last) {
    const which = this.reads ? 0 : given.lastReceipt.equals(last.lastReceipt) ? 0 : place.receipt && given.lastReceipt.equals(place.receipt) ? 1 : 2;
    const told = this.symbol(kReceipt, place.receipt ? 1 : 0, 0, 2, which);
    if (told === 0) return last.lastReceipt;
    if (told === 1 && place.receipt) return place.receipt;
    return this.literal(given?.lastReceipt, 16);
  }

  tables(given) {
    const tables = [];
    let before = kNone;
    for (let index = 0; ; ++index) {
      this.take(0);
      if (!this.flag(kMoreTables, mixed(hash_of(before), index), index < given.length)) return tables;
      tables.push(this.table(given[index], before));
      before = tables.at(-1).name;
    }
  }
  table(given, before) {
    const model = this.model;
    const key = before.toString("latin1");
    if (!model.next_table.has(key)) model.next_table.set(key, fresh_column());
    const name = this.text(mixed(kTableName, hash_of(before)), [], 0, model.next_table.get(key), given?.name);
    const own = name.toString("latin1");
    if (!model.tables.has(own)) model.tables.set(own, { columns: 0n, last: [] });
    const memory = model.tables.get(own);
    const slot = hash_of(name);
    const columns = this.number(kColumns, slot, given && BigInt(given.columns), memory.columns);
    if (columns < 1n || columns > 127n) throw new NotLearned("a table of no or too many columns");
    memory.columns = columns;
    while (memory.last.length < columns) memory.last.push(fresh_column());
    const table = { name, columns: Number(columns), rows: [] };
    this.take(table.columns + name.length + 3);
    for (let index = 0; ; ++index) {
      if (!this.flag(kMoreRows, mixed(slot, Math.min(index, 3)), index < (given?.rows.length ?? 0))) return table;
      this.take(2 + table.columns);
      const row = [];
      for (let column = 0; column < table.columns; ++column)
        row.push(this.cell(mixed(slot, column), row, column, memory.last[column], given?.rows[index][column]));
      table.rows.push(row);
    }
  }
  cell(slot, row, column, memory, given) {
    const neighbour = column === 0 ? 0 : kTypeNumber[row[column - 1].type];
    const type = kTypes[this.symbol(mixed(kType, slot), kTypeNumber[memory.type], neighbour, 2, given ? kTypes.indexOf(given.type) : 0)];
    const cell = { type };
    if (type === "integer") cell.number = this.integer(slot, row, column, memory, given?.number);
    if (type === "text") cell.content = this.text(slot, row, column, memory, given?.content);
    if (type === "blob") cell.content = this.blob(slot, memory, given?.content);
    memory.type = type;
    return cell;
  }
  integer(slot, row, column, memory, given) {
    this.take(8);
    const neighbour = row.filter((cell) => cell.type === "integer").at(-1)?.number ?? 0n;
    const expected = [memory.number, this.recorded_at, neighbour, wrap(this.model.last_id + 1n)];
    let mode = memory.mode;
    if (!this.reads) {
      const far = (by) => zigzag(wrap(given - expected[by]));
      for (let by = 0; by < 4; ++by) if (far(by) < far(mode)) mode = by;
    }
    mode = this.symbol(mixed(kMode, slot), memory.mode, 0, 2, mode);
    const value = this.number(mixed(slot, mode), 0, given, expected[mode]);
    memory.mode = mode;
    memory.number = value;
    if (column === 0) this.model.last_id = value;
    return value;
  }
  blob(slot, memory, given) {
    const length = Number(this.number(mixed(kBlobLength, slot), 0, given && BigInt(given.length), BigInt(memory.content.length)));
    if (length < 0) throw new NotLearned("a length below zero");
    this.take(length);
    const content = Buffer.alloc(length);
    for (let at = 0; at < length; ++at) {
      this.take(0);
      content[at] = this.symbol(mixed(kBlob, slot), 0, 0, 8, this.reads ? 0 : given[at]);
    }
    memory.content = content;
    return content;
  }
  text(slot, row, column, memory, given) {
    const known = [null, memory.content, text_before(row, column, 2), text_before(row, column, 3)];
    let choice = 0;
    if (!this.reads) {
      for (const other of [3, 2, 1]) if (known[other]?.equals(given)) choice = other;
      if (known[memory.choice]?.equals(given)) choice = memory.choice;
    }
    choice = this.symbol(mixed(kChoice, slot), memory.choice, column === 0 ? 0 : this.choice, 2, choice);
    memory.choice = choice;
    this.choice = choice;
    let content = known[choice];
    if (content) this.take(content.length + 1);
    else content = this.spell(slot, row, column, memory.content, given);
    memory.content = content;
    return content;
  }
  spell(slot, row, column, last, given) {
    const near = text_before(row, column, 1);
    const beside = new Companion(near);
    const across = new Companion(text_before(row, column, 2));
    const near_hash = near ? hash_of(near) : 0;
    const weights = mixed(slot, kSpelled);
    const bytes = [];
    let before = 0, all = weights, word = 0, as_last = true;
    for (let index = 0; ; ++index) {
      this.take(0);
      const at = Math.min(index, 31);
      const of_last = (place) => (place < last.length ? last[place] : 0);
      const was = (of_last(index) << 8) | of_last(index + 1);
      const contexts = [
        mixed(slot, at),
        mixed(mixed(slot, before & 0xff), 1),
        mixed(mixed(slot, before & 0xffff), 2),
        mixed(mixed(slot, before & 0xffffff), 3),
        all,
        mixed(before, 5),
        mixed(word, before & 0xff),
        mixed(mixed(slot, was), as_last ? 64 + at : at),
        mixed(mixed(slot, across.letter()), ((before & 0xff) << 1) | (index === 0 ? 1 : 0)),
        mixed(mixed(slot, near_hash), at),
        mixed(mixed(slot, beside.letter()), mixed(at, before & 0xff)),
      ];
      const byte = this.model.bits.code(this.coder, contexts, weights, 8, this.reads ? 0 : given[index] ?? 0);
      if (byte === 0) return Buffer.from(bytes);
      this.take(1);
      bytes.push(byte);
      as_last = as_last && of_last(index) === byte;
      before = ((before << 8) | byte) >>> 0;
      all = mixed(all, byte);
      word = byte === 0x20 ? 0 : mixed((word + 1) >>> 0, byte);
      if (byte < 0x80 || (byte & 0xc0) === 0x80) {
        beside.advance();
        across.advance();
      }
    }
  }
}

function text_before(row, column, back) {
  const cell = column < back ? undefined : row[column - back];
  return cell?.type === "text" ? cell.content : null;
}

function listen(model, place, bytes, schema) {
  const form = entry_form(bytes, schema);
  const pass = new Pass(model, listener);
  if (pass.flag(kForm, 0, form !== null)) pass.entry(place, form);
  else pass.plain(bytes);
}

function read_entry(model, coder, place, schema) {
  const pass = new Pass(model, coder);
  return pass.flag(kForm, 0, false) ? write_entry(pass.entry(place), schema) : pass.plain();
}

/** A model that went through the lessons' bytes. */
export function taught_by(lessons, schema) {
  const model = new EntryModel();
  const coder = new BitReader(lessons);
  while (new Pass(model, coder).flag(kForm, 1, false))
    read_entry(model, coder, { incarnation: model.last.incarnation, sequence: model.last.sequence + 1n }, schema);
  if (!coder.exact()) throw new NotLearned("the lessons are not whole");
  model.last_id = 0n;
  return model;
}

/** The `count` entries in `bytes`. `before`: what both sides hold before the run, oldest first; `place` of its first entry. */
export function unpack_run(bytes, count, { before, place }, taught, schema) {
  let from = before.length;
  for (let sum = 0; from > 0 && (sum += before[from - 1].length) <= 8192; --from);
  const model = taught.copy();
  const at = { ...place, sequence: place.sequence - BigInt(before.length - from) };
  for (; from < before.length; ++from, ++at.sequence) listen(model, at, before[from], schema);
  const coder = new BitReader(bytes);
  const entries = [];
  for (let index = 0; index < count; ++index, ++at.sequence) entries.push(read_entry(model, coder, at, schema));
  if (!coder.exact()) throw new NotLearned("not in its one form");
  return entries;
}
