// Chances of bits, mixed from contexts, and the arithmetic code of bits (sync/wire/LEARNED.md, sections 1 to 3). Whole numbers only; what
// passes 32 bits stays below 2^53, where JavaScript's numbers are exact.
const kWeightSets = 1024;
const kContextsMax = 12;
const kSeenMax = 60;
const kBucketCells = 16;
const kPoints = [1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785, 3901, 3975, 4022, 4050,
  4068, 4079, 4085, 4089, 4092, 4093, 4094];

/** Mixes `value` into `hash`; both and the result are 32 bits without sign. */
export function mixed(hash, value) {
  const product = Math.imul(hash ^ value, 0x9e3779b1);
  return (product ^ (product >>> 15)) >>> 0;
}

function squash(x) {
  if (x > 2047) return 4095;
  if (x < -2047) return 0;
  const weight = x & 127;
  const point = (x >> 7) + 16;
  return (kPoints[point] * (128 - weight) + kPoints[point + 1] * weight + 64) >> 7;
}

const kStretch = (() => {
  const table = new Int16Array(4096);
  let from = 0;
  for (let x = -2047; x <= 2047; ++x) for (const to = squash(x); from <= to; ++from) table[from] = x;
  for (; from < 4096; ++from) table[from] = 2047;
  return table;
})();
const kRates = Array.from({ length: kSeenMax + 1 }, (_, seen) => Math.floor(655360 / (10 * seen + 16)));
const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

export class BitModel {
  constructor(memory = 17) {
    this.shift = 32 - memory;
    this.one = new Uint16Array(kBucketCells << memory).fill(32768);
    this.seen = new Uint16Array(kBucketCells << memory);
    this.weights = new Int32Array(kWeightSets * 2 * kContextsMax).fill(18000);
    this.found = new Int32Array(kContextsMax);
    this.inputs = new Int32Array(2 * kContextsMax);
  }

  copy() {
    const copy = Object.create(BitModel.prototype);
    Object.assign(copy, this);
    for (const part of ["one", "seen", "weights", "found", "inputs"]) copy[part] = this[part].slice();
    return copy;
  }

  /** `symbol` is what is coded when the coder does not read, and is ignored when it does. Returns the symbol. */
  code(coder, contexts, weights, bits, symbol) {
    let known = 1;
    for (let bit = bits - 1; bit >= 0; --bit) {
      if ((bits - 1 - bit) % 4 === 0) this.find(contexts, weights, known);
      const came = coder.code(this.chance(), (symbol >>> bit) & 1);
      this.learn(came);
      known = (known << 1) | came;
    }
    return known & ((1 << bits) - 1);
  }

  find(contexts, weights, known) {
    this.count = contexts.length;
    this.cell = 1;
    this.set = (weights % kWeightSets) * 2 * kContextsMax;
    for (let index = 0; index < this.count; ++index) {
      const hash = mixed((contexts[index] + Math.imul(known, 0x2545f491)) >>> 0, (known + Math.imul(index, 0x3c6ef372)) >>> 0);
      const check = (hash | 1) & 0xffff;
      const first = (hash >>> this.shift) * kBucketCells;
      const second = ((hash >>> this.shift) ^ 1) * kBucketCells;
      let place = this.one[second] === check ? second : first;
      if (this.one[place] !== check) {
        if (this.seen[second + 1] < this.seen[first + 1]) place = second;
        this.one.fill(32768, place, place + kBucketCells);
        this.seen.fill(0, place, place + kBucketCells);
        this.one[place] = check;
      }
      this.found[index] = place;
    }
  }

  chance() {
    let sum = 0;
    for (let index = 0; index < this.count; ++index) {
      const at = this.found[index] + this.cell;
      this.inputs[2 * index] = kStretch[this.one[at] >> 4];
      this.inputs[2 * index + 1] = ((this.one[at] - 32768) * Math.min(this.seen[at], 16)) >> 8;
      sum += this.inputs[2 * index] * this.weights[this.set + 2 * index] + this.inputs[2 * index + 1] * this.weights[this.set + 2 * index + 1];
    }
    this.told = squash(clamp(Math.floor(sum / 65536), -2047, 2047));
    return clamp(this.told * 16 + 8, 16, 65520);
  }

  learn(bit) {
    const error = ((bit << 12) - this.told) * 10;
    for (let index = 0; index < 2 * this.count; ++index) {
      const at = this.set + index;
      this.weights[at] = clamp(this.weights[at] + ((this.inputs[index] * error + 8192) >> 14), -(1 << 22), 1 << 22);
    }
    const target = bit === 1 ? 65535 : 0;
    for (let index = 0; index < this.count; ++index) {
      const at = this.found[index] + this.cell;
      this.one[at] += Math.floor(((target - this.one[at]) * kRates[this.seen[at]]) / 65536);
      if (this.seen[at] < kSeenMax) ++this.seen[at];
    }
    this.cell = (this.cell << 1) | bit;
  }
}

/** Reads bits out of an arithmetic code. */
export class BitReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.settled = 0;
    this.low = 0;
    this.high = 0xffffffff;
    this.window = 0;
    for (let count = 0; count < 4; ++count) this.shift_in();
    this.reads = true;
  }
  shift_in() {
    this.window = ((this.window << 8) | (this.at < this.bytes.length ? this.bytes[this.at++] : 0)) >>> 0;
  }
  code(one) {
    const middle = this.low + Math.floor(((this.high - this.low) * one) / 65536);
    const bit = this.window <= middle ? 1 : 0;
    if (bit === 1) this.high = middle;
    else this.low = middle + 1;
    for (; ((this.low ^ this.high) & 0xff000000) === 0; ++this.settled) {
      this.low = (this.low << 8) >>> 0;
      this.high = ((this.high << 8) | 0xff) >>> 0;
      this.shift_in();
    }
    return bit;
  }
  failed() {
    return this.settled > this.bytes.length;
  }
  /** The bytes are the only ones for the bits that were read. */
  exact() {
    const shortest = this.low === 0 ? 0 : (((this.low >>> 24) + 1) << 24) >>> 0;
    return this.window === shortest && this.bytes.length === this.settled + (this.window === 0 ? 0 : 1);
  }
}

/** Lets a model go through what is known. */
export const listener = { reads: false, code: (_, bit) => bit, failed: () => false };
