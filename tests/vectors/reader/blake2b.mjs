// BLAKE2b (RFC 7693), unkeyed or keyed, of any length up to 64: node's own crypto has only the 64-byte one.
const kMask = (1n << 64n) - 1n;
const kStart = [
  0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n,
];
const kOrder = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4], [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13], [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11], [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5], [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

const turn = (value, bits) => (value >> bits) | ((value << (64n - bits)) & kMask);

function mix(v, a, b, c, d, x, y) {
  v[a] = (v[a] + v[b] + x) & kMask;
  v[d] = turn(v[d] ^ v[a], 32n);
  v[c] = (v[c] + v[d]) & kMask;
  v[b] = turn(v[b] ^ v[c], 24n);
  v[a] = (v[a] + v[b] + y) & kMask;
  v[d] = turn(v[d] ^ v[a], 16n);
  v[c] = (v[c] + v[d]) & kMask;
  v[b] = turn(v[b] ^ v[c], 63n);
}

function compress(h, block, count, last) {
  const m = Array.from({ length: 16 }, (_, at) => block.readBigUInt64LE(8 * at));
  const v = [...h, ...kStart];
  v[12] ^= BigInt(count);
  if (last) v[14] ^= kMask;
  for (let round = 0; round < 12; ++round) {
    const s = kOrder[round % 10];
    mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
    mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
    mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
    mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
    mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
    mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
    mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
    mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
  }
  for (let at = 0; at < 8; ++at) h[at] ^= v[at] ^ v[at + 8];
}

export function blake2b(bytes, length = 32, key = Buffer.alloc(0)) {
  const h = [...kStart];
  h[0] ^= 0x01010000n ^ BigInt(key.length << 8) ^ BigInt(length);
  const head = key.length > 0 ? Buffer.concat([key, Buffer.alloc(128 - key.length)]) : key;
  const whole = Buffer.concat([head, bytes]);
  let at = 0;
  for (; whole.length - at > 128; at += 128) compress(h, whole.subarray(at, at + 128), at + 128, false);
  const last = Buffer.alloc(128);
  whole.copy(last, 0, at);
  compress(h, last, whole.length, true);
  const result = Buffer.alloc(64);
  h.forEach((word, index) => result.writeBigUInt64LE(word, 8 * index));
  return result.subarray(0, length);
}
