// SQLite's changeset format, INSERT only (https://www.sqlite.org/session/session_changeset.html is where it is described).

/** Rows as {table, values}; integers as BigInt, blobs as Buffer. Throws for anything but whole INSERTs. */
export function read_changeset(bytes) {
  const rows = [];
  let at = 0;
  const number = () => {
    let value = 0;
    for (let count = 0; count < 5; ++count) {
      const byte = bytes[at++];
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    throw new Error("a length of more than five bytes");
  };
  const value = () => {
    const type = bytes[at++];
    if (type === 5) return null;
    if (type === 1 || type === 2) {
      at += 8;
      return type === 1 ? bytes.readBigInt64BE(at - 8) : bytes.readDoubleBE(at - 8);
    }
    if (type !== 3 && type !== 4) throw new Error(`a value of type ${type}`);
    const length = number();
    at += length;
    if (at > bytes.length) throw new Error("cut off");
    return type === 3 ? bytes.toString("utf8", at - length, at) : Buffer.from(bytes.subarray(at - length, at));
  };
  let table = null;
  let columns = 0;
  while (at < bytes.length) {
    const mark = bytes[at++];
    if (mark === 0x54) {
      columns = number();
      at += columns;
      const end = bytes.indexOf(0, at);
      table = bytes.toString("utf8", at, end);
      at = end + 1;
    } else if (mark === 18 && table !== null && bytes[at] === 0) {
      ++at;
      rows.push({ table, values: Array.from({ length: columns }, value) });
    } else {
      throw new Error(`neither a table nor an INSERT at byte ${at - 1}`);
    }
  }
  return rows;
}
