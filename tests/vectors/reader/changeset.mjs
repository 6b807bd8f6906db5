// SQLite's changeset format, INSERT only (https://www.sqlite.org/session/changeset.html is where it comes from; sync/PROTOCOL.md section 9 says
// which part of it travels).
const kTypeNumber = { integer: 1, text: 3, blob: 4, null: 5 };
const kTypes = Object.fromEntries(Object.entries(kTypeNumber).map(([name, number]) => [number, name]));

/** SQLite's own form of a number: seven bits a byte, highest first. */
function written(value) {
  const bytes = [value & 0x7f];
  for (value >>>= 7; value > 0; value >>>= 7) bytes.unshift((value & 0x7f) | 0x80);
  return Buffer.from(bytes);
}

export function write_changeset(tables) {
  const parts = [];
  for (const { name, columns, rows } of tables) {
    parts.push(Buffer.from("T"), written(columns), Buffer.from([1]), Buffer.alloc(columns - 1), name, Buffer.alloc(1));
    for (const row of rows) {
      parts.push(Buffer.from([0x12, 0]));
      for (const cell of row) {
        parts.push(Buffer.from([kTypeNumber[cell.type]]));
        if (cell.type === "integer") {
          const digits = Buffer.alloc(8);
          digits.writeBigInt64BE(cell.number);
          parts.push(digits);
        }
        if (cell.content) parts.push(written(cell.content.length), cell.content);
      }
    }
  }
  return Buffer.concat(parts);
}

/** Tables as {name, columns, rows}, a row of {type, number or content}; null for anything that write_changeset() would not write. */
export function take_apart(bytes) {
  try {
    const tables = read_tables(bytes);
    return write_changeset(tables).equals(bytes) ? tables : null;
  } catch {
    return null;
  }
}

function read_tables(bytes) {
  let at = 0;
  const fail = (what) => { throw new Error(what); };
  const byte = () => (at < bytes.length ? bytes[at++] : fail("cut off"));
  const taken = (length) => ((at += length) <= bytes.length ? bytes.subarray(at - length, at) : fail("cut off"));
  const number = () => {
    let value = 0;
    for (let count = 0; count < 4; ++count) {
      const next = byte();
      value = (value << 7) | (next & 0x7f);
      if (next < 0x80) return value;
    }
    return fail("a length of more than four bytes");
  };
  const cell = () => {
    const type = kTypes[byte()] ?? fail("a value of another type");
    if (type === "null") return { type };
    if (type === "integer") return { type, number: taken(8).readBigInt64BE() };
    const content = taken(number());
    return type === "text" && content.includes(0) ? fail("a text with a NUL") : { type, content };
  };
  const tables = [];
  while (at < bytes.length) {
    if (byte() !== 0x54) fail("no table");
    const columns = number();
    if (columns < 1 || columns > 127) fail("no or too many columns");
    taken(columns);
    const end = bytes.indexOf(0, at);
    if (end <= at || end - at > 64) fail("a name without end");
    const table = { name: taken(end - at), columns, rows: [] };
    ++at;
    while (at < bytes.length && bytes[at] !== 0x54) {
      if (byte() !== 0x12 || byte() !== 0) fail("no direct INSERT");
      table.rows.push(Array.from({ length: columns }, cell));
    }
    if (table.rows.length === 0) fail("a table without rows");
    tables.push(table);
  }
  return tables;
}
