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

export function unpack(packed) {
  const words = [];
  for (let at = 0; at < packed.length;) {
    const tag = packed[at++];
    const word = Buffer.alloc(8);
    for (let bit = 0; bit < 8; ++bit) if (tag >> bit & 1) word[bit] = packed[at++];
    words.push(word);
    if (tag === 0) words.push(Buffer.alloc(8 * packed[at++]));
    if (tag === 0xff) {
      const run = 8 * packed[at++];
      words.push(packed.subarray(at, at + run));
      at += run;
    }
  }
  return Buffer.concat(words);
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
    return this.bytes.readUIntLE(place_, bytes);
  }
  pointer(type, at) {
    const target = this.follow(at);
    if (target === null) return empty_of(type);
    if (this.schema.has(type)) return this.struct(type, target.to, 8 * (target.rest & 0xffff), target.rest >>> 16);
    const count = target.rest >>> 3;
    if (type === "Data") return Buffer.from(this.bytes.subarray(target.to, target.to + count));
    if (type === "Text") return this.bytes.toString("utf8", target.to, target.to + count - 1);
    return this.list(/^List\((\w+)\)$/.exec(type)[1], target, count);
  }
  list(type, target, count) {
    if (this.schema.has(type)) {
      const tag = this.bytes.readBigUInt64LE(target.to);
      const [data, pointers] = [8 * Number(tag >> 32n & 0xffffn), Number(tag >> 48n)];
      return Array.from({ length: Number(tag & 0xffffffffn) >> 2 }, (_, index) =>
        this.struct(type, target.to + 8 + index * (data + 8 * pointers), data, pointers));
    }
    if (type === "Data") return Array.from({ length: count }, (_, index) => this.pointer(type, target.to + 8 * index));
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

/** The flat message in `bytes` as an object of the struct's fields. */
export function read_message(bytes, name, schema) {
  const reader = new Reader(bytes, schema);
  const root = reader.follow(0);
  return reader.struct(name, root.to, 8 * (root.rest & 0xffff), root.rest >>> 16);
}
