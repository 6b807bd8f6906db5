// Cap'n Proto as far as the wire schema uses it: flat single-segment messages, packed or not, read by names. Where a field lies follows from
// the schema's text by the encoding's own rule (fields in the order of their numbers, each into the smallest hole that fits), so that no
// generated code stands between this reader and schema/wire/messages.capnp.
const kLogBits = { Bool: 0, UInt8: 3, Int8: 3, UInt16: 4, Int16: 4, UInt32: 5, Int32: 5, UInt64: 6, Int64: 6 };

/** Struct name -> [{name, type, offset}], offset in units of the type, or a pointer's number. */
export function read_schema(text) {
  const structs = new Map();
  for (const [, name, body] of text.replace(/#.*$/gm, "").matchAll(/struct (\w+) \{([^}]*)\}/g)) {
    const fields = [...body.matchAll(/(\w+) @(\d+) :([\w()]+)/g)].map(([, field, number, type]) => ({ name: field, number: Number(number), type }));
    fields.sort((one, other) => one.number - other.number);
    structs.set(name, place(fields));
  }
  return structs;
}

function place(fields) {
  const holes = new Array(6).fill(0);
  let words = 0;
  let pointers = 0;
  const take = (size) => {
    if (size >= 6) return null;
    if (holes[size] !== 0) {
      const at = holes[size];
      holes[size] = 0;
      return at;
    }
    const larger = take(size + 1);
    if (larger === null) return null;
    holes[size] = 2 * larger + 1;
    return 2 * larger;
  };
  const add = (size) => {
    const hole = take(size);
    if (hole !== null) return hole;
    const at = words++ << (6 - size);
    for (let each = size, next = at + 1; each < 6; ++each, next = (next + 1) >> 1) holes[each] = next;
    return at;
  };
  return fields.map(({ name, type }) => {
    const size = kLogBits[type];
    return { name, type, offset: size === undefined ? pointers++ : add(size) };
  });
}

export class NotWellFormed extends Error {}

/** What was packed; throws when it ends within a word, or is more than `size_max` bytes. */
export function unpack(packed, size_max) {
  const words = [];
  let size = 0;
  let at = 0;
  const taken = (length) => {
    if ((at += length) > packed.length) throw new NotWellFormed("a packed message that is cut off");
    return packed.subarray(at - length, at);
  };
  const push = (bytes) => {
    if ((size += bytes.length) > size_max) throw new NotWellFormed("a packed message beyond its limit");
    words.push(bytes);
  };
  while (at < packed.length) {
    const [tag] = taken(1);
    const word = Buffer.alloc(8);
    for (let bit = 0; bit < 8; ++bit) if (tag >> bit & 1) [word[bit]] = taken(1);
    push(word);
    if (tag === 0) push(Buffer.alloc(8 * taken(1)[0]));
    if (tag === 0xff) push(taken(8 * taken(1)[0]));
  }
  return Buffer.concat(words);
}

export function pack(words) {
  const parts = [];
  const zeros = (at) => words.subarray(at, at + 8).filter((byte) => byte === 0).length;
  const run_of = (at, accept) => {
    let count = 0;
    while (count < 255 && at + 8 * count < words.length && accept(zeros(at + 8 * count))) ++count;
    return count;
  };
  for (let at = 0; at < words.length;) {
    const word = words.subarray(at, at + 8);
    const tag = word.reduce((bits, byte, index) => bits | (byte !== 0 ? 1 << index : 0), 0);
    at += 8;
    parts.push(Buffer.from([tag]), Buffer.from(word.filter((byte) => byte !== 0)));
    if (tag !== 0 && tag !== 0xff) continue;
    const run = run_of(at, tag === 0 ? (count) => count === 8 : (count) => count < 2);
    parts.push(Buffer.from([run]));
    if (tag === 0xff) parts.push(words.subarray(at, at + 8 * run));
    at += 8 * run;
  }
  return Buffer.concat(parts);
}

/**
 * Cap'n Proto's canonical form, checked without the schema: objects lie in the order in which they are met, each word belongs to exactly one
 * of them, and no struct (or no struct of a list) ends in zeros.
 */
class Canonical {
  constructor(bytes) {
    this.bytes = bytes;
    this.next = 8;
  }
  demand(holds) {
    if (!holds) throw new NotWellFormed("not in its one form");
  }
  whole() {
    this.pointer(0);
    this.demand(this.next === this.bytes.length);
  }
  word(at) {
    this.demand(at + 8 <= this.bytes.length);
    return this.bytes.readBigUInt64LE(at);
  }
  pointer(at) {
    const word = this.word(at);
    if (word === 0n) return;
    const kind = Number(word & 3n);
    const to = at + 8 + 8 * (Number(BigInt.asIntN(32, word)) >> 2);
    const rest = Number(word >> 32n);
    this.demand(kind <= 1);
    if (kind === 0) return this.struct_at(at, to, rest);
    this.list_at(to, rest & 7, rest >>> 3);
  }
  struct_at(at, to, rest) {
    const [data, pointers] = [rest & 0xffff, rest >>> 16];
    if (rest === 0) return this.demand(to === at);
    this.demand(to === this.next);
    this.next = to + 8 * (data + pointers);
    this.demand(this.ends_tight(to, data, pointers).every(Boolean));
    for (let index = 0; index < pointers; ++index) this.pointer(to + 8 * (data + index));
  }
  /** Whether the last word of its data, and its last pointer, say something. */
  ends_tight(to, data, pointers) {
    return [data === 0 || this.word(to + 8 * (data - 1)) !== 0n, pointers === 0 || this.word(to + 8 * (data + pointers - 1)) !== 0n];
  }
  list_at(to, size, count) {
    this.demand(to === this.next);
    if (size === 7) return this.structs_at(to, count);
    const bits = [0, 1, 8, 16, 32, 64, 64][size] * count;
    this.next = to + 8 * Math.ceil(bits / 64);
    this.demand(this.next <= this.bytes.length);
    for (let bit = bits; bit < 8 * (this.next - to); ++bit) this.demand((this.bytes[to + (bit >> 3)] >> (bit & 7) & 1) === 0);
    if (size === 6) for (let index = 0; index < count; ++index) this.pointer(to + 8 * index);
  }
  structs_at(to, words) {
    const tag = this.word(to);
    const [count, data, pointers] = [Number(tag & 0xffffffffn) >>> 2, Number(tag >> 32n & 0xffffn), Number(tag >> 48n)];
    this.demand((tag & 3n) === 0n && count * (data + pointers) === words);
    this.next = to + 8 + 8 * words;
    this.demand(this.next <= this.bytes.length);
    let tight = [data === 0, pointers === 0];
    for (let index = 0, at = to + 8; index < count; ++index, at += 8 * (data + pointers)) {
      tight = this.ends_tight(at, data, pointers).map((ends, part) => ends || tight[part]);
      for (let pointer = 0; pointer < pointers; ++pointer) this.pointer(at + 8 * (data + pointer));
    }
    this.demand(tight.every(Boolean));
  }
}

/** Bytes of a message with fields of numbers and Data alone, in canonical form. */
export function write_message(object, name, schema) {
  const fields = schema.get(name);
  const scalars = fields.filter(({ type }) => kLogBits[type] !== undefined);
  const data = Buffer.alloc(8 * scalars.length);
  for (const { name: field, type, offset } of scalars) {
    const bytes = 1 << (kLogBits[type] - 3);
    const value = BigInt.asUintN(8 * bytes, BigInt(object[field]));
    for (let index = 0; index < bytes; ++index) data[offset * bytes + index] = Number(value >> BigInt(8 * index) & 0xffn);
  }
  const contents = fields.filter(({ type }) => type === "Data").sort((one, other) => one.offset - other.offset).map(({ name: field }) => object[field]);
  while (contents.length > 0 && contents.at(-1).length === 0) contents.pop();
  const words = data.length === 0 ? 0 : Math.max(0, Math.ceil((data.findLastIndex((byte) => byte !== 0) + 1) / 8));
  const head = Buffer.alloc(8 * (1 + words + contents.length));
  head.writeBigUInt64LE(BigInt(words) << 32n | BigInt(contents.length) << 48n);
  data.copy(head, 8, 0, 8 * words);
  let at = head.length;
  const parts = [head];
  contents.forEach((content, index) => {
    const own = 8 * (1 + words + index);
    if (content.length === 0) return;
    head.writeBigUInt64LE(BigInt((at - own - 8) / 8) << 2n | 1n | BigInt(content.length << 3 | 2) << 32n, own);
    const padded = Buffer.alloc(8 * Math.ceil(content.length / 8));
    content.copy(padded);
    parts.push(padded);
    at += padded.length;
  });
  return Buffer.concat(parts);
}

class Reader {
  constructor(bytes, schema) {
    this.bytes = bytes;
    this.schema = schema;
  }
  /** Where the pointer at `at` leads, and what its second half says; null for a null pointer. */
  follow(at) {
    const word = this.bytes.readBigUInt64LE(at);
    if (word === 0n) return null;
    const offset = Number(BigInt.asIntN(32, word)) >> 2;
    return { kind: Number(word & 3n), to: at + 8 + 8 * offset, rest: Number(word >> 32n) };
  }
  /** A struct with `data` bytes and `pointers` pointers at `at`, as an object. */
  struct(name, at, data, pointers) {
    const object = {};
    for (const field of this.schema.get(name)) object[field.name] = this.field(field, at, data, pointers);
    return object;
  }
  field({ type, offset }, at, data, pointers) {
    const size = kLogBits[type];
    if (size === undefined) return offset < pointers ? this.pointer(type, at + data + 8 * offset) : empty_of(type);
    // What lies beyond the struct's own data was not known to its writer, or is zero: canonical form leaves it out.
    if (size === 0) return offset >> 3 < data ? (this.bytes[at + (offset >> 3)] >> (offset & 7) & 1) === 1 : false;
    const bytes = 1 << (size - 3);
    if ((offset + 1) * bytes > data) return size === 6 ? 0n : 0;
    const place_ = at + offset * bytes;
    if (size === 6) return type === "Int64" ? this.bytes.readBigInt64LE(place_) : this.bytes.readBigUInt64LE(place_);
    return type.startsWith("Int") ? this.bytes.readIntLE(place_, bytes) : this.bytes.readUIntLE(place_, bytes);
  }
  pointer(type, at) {
    const target = this.follow(at);
    if (target === null) return empty_of(type);
    if ((target.kind === 0) !== this.schema.has(type)) throw new NotWellFormed(`no ${type}`);
    if (this.schema.has(type)) return this.struct(type, target.to, 8 * (target.rest & 0xffff), target.rest >>> 16);
    const count = target.rest >>> 3;
    const size = target.rest & 7;
    if ((type === "Data" || type === "Text") && size !== 2) throw new NotWellFormed(`no ${type}`);
    if (type === "Text" && (count === 0 || this.bytes[target.to + count - 1] !== 0)) throw new NotWellFormed("no Text");
    if (type === "Data") return Buffer.from(this.bytes.subarray(target.to, target.to + count));
    if (type === "Text") return this.bytes.toString("utf8", target.to, target.to + count - 1);
    const element = /^List\((\w+)\)$/.exec(type)[1];
    if (size !== (this.schema.has(element) ? 7 : kLogBits[element] - 1)) throw new NotWellFormed(`no ${type}`);
    return this.list(element, target, count);
  }
  list(type, target, count) {
    if (this.schema.has(type)) {
      const tag = this.bytes.readBigUInt64LE(target.to);
      const [data, pointers] = [8 * Number(tag >> 32n & 0xffffn), Number(tag >> 48n)];
      return Array.from({ length: Number(tag & 0xffffffffn) >> 2 }, (_, index) =>
        this.struct(type, target.to + 8 + index * (data + 8 * pointers), data, pointers));
    }
    const bytes = 1 << (kLogBits[type] - 3);
    return Array.from({ length: count }, (_, index) =>
      bytes === 8 ? this.bytes.readBigUInt64LE(target.to + 8 * index) : this.bytes.readUIntLE(target.to + bytes * index, bytes));
  }
}

function empty_of(type) {
  if (type === "Data") return Buffer.alloc(0);
  if (type === "Text") return "";
  return type.startsWith("List(") ? [] : null;
}

/** The flat message in `bytes` as an object of the struct's fields; throws when it is not in its one form. */
export function read_message(bytes, name, schema) {
  if (bytes.length === 0 || bytes.length % 8 !== 0) throw new NotWellFormed("not a whole number of words");
  new Canonical(bytes).whole();
  const reader = new Reader(bytes, schema);
  const root = reader.follow(0) ?? { kind: 0, to: 8, rest: 0 };
  if (root.kind !== 0) throw new NotWellFormed("no message");
  return reader.struct(name, root.to, 8 * (root.rest & 0xffff), root.rest >>> 16);
}
