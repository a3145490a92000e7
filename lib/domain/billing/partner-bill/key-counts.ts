/**
 * How often each of very many keys has come, in 16 to 43 bytes for each: of a key 96 bits of a digest are kept, in one typed array, and
 * no text. That two of a million different keys share one has a chance of 1 in 10^17.
 * Example: add('a') is 1, add('b') is 1, add('a') is 2, and size is 2.
 */
export class KeyCounts {
  #slots = new Uint32Array(SMALLEST * WORDS);
  #mask = SMALLEST - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** How often the key has come, with this time. */
  add(key: string): number {
    digest(key, DIGEST);
    const at = this.#place(this.#slots, this.#mask, DIGEST);
    const count = this.#slots[at + COUNT]! + 1;
    this.#slots[at + COUNT] = count;
    if (count > 1) return count;
    this.#slots.set(DIGEST, at);
    this.#size += 1;
    if (this.#size > (this.#mask + 1) * FULLEST) this.#grow();
    return 1;
  }

  has(key: string): boolean {
    digest(key, DIGEST);
    return this.#slots[this.#place(this.#slots, this.#mask, DIGEST) + COUNT] !== 0;
  }

  /** Where the digest is, or would be. */
  #place(slots: Uint32Array, mask: number, words: Uint32Array): number {
    for (let slot = words[0]! & mask; ; slot = (slot + 1) & mask) {
      const at = slot * WORDS;
      if (slots[at + COUNT] === 0) return at;
      if (slots[at] === words[0] && slots[at + 1] === words[1] && slots[at + 2] === words[2]) return at;
    }
  }

  #grow(): void {
    const mask = this.#mask * 2 + 1;
    const slots = new Uint32Array((mask + 1) * WORDS);
    for (let from = 0; from < this.#slots.length; from += WORDS) {
      if (this.#slots[from + COUNT] === 0) continue;
      const words = this.#slots.subarray(from, from + COUNT);
      const at = this.#place(slots, mask, words);
      slots.set(words, at);
      slots[at + COUNT] = this.#slots[from + COUNT]!;
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}

/** Three words of digest, then the count; a slot without a count is free. */
const WORDS = 4;
const COUNT = 3;
const SMALLEST = 256;
const FULLEST = 0.75;
const DIGEST = new Uint32Array(COUNT);

/** Four lanes of multiply and mix over the text's units, each fed by its neighbour (cyrb128); the last word is folded into the first. */
function digest(key: string, into: Uint32Array): void {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let index = 0; index < key.length; index += 1) {
    const unit = key.charCodeAt(index);
    a = b ^ Math.imul(a ^ unit, 597399067);
    b = c ^ Math.imul(b ^ unit, 2869860233);
    c = d ^ Math.imul(c ^ unit, 951274213);
    d = a ^ Math.imul(d ^ unit, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  into[0] = a ^ b ^ c ^ d;
  into[1] = b ^ a;
  into[2] = c ^ a;
}
