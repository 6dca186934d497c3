const VERSION_7 = 0x70;
const VARIANT = 0x80;
const COUNTER_LIMIT = 0xfff;

/** Mints UUIDv7 (RFC 9562 §5.7). Ids of one mint only ever grow, also when the clock is set back. */
export class Uuid7Mint {
  #now;
  #fillRandom;
  #lastMs = 0;
  #counter = 0;

  /** @param {{now?: () => number, fillRandom?: (bytes: Uint8Array) => Uint8Array}} [needs] */
  constructor({
    now = () => Date.now(),
    fillRandom = (bytes) => crypto.getRandomValues(bytes),
  } = {}) {
    this.#now = now;
    this.#fillRandom = fillRandom;
  }

  /** @returns {string} 36 characters, lower case */
  mint() {
    const bytes = this.#fillRandom(new Uint8Array(16));
    this.#advance(bytes);
    let rest = this.#lastMs;
    for (let place = 5; place >= 0; place -= 1) {
      bytes[place] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    bytes[6] = VERSION_7 | (this.#counter >> 8);
    bytes[7] = this.#counter & 0xff;
    bytes[8] = VARIANT | (bytes[8] & 0x3f);
    return hyphenated(bytes);
  }

  #advance(bytes) {
    const nowMs = this.#now();
    if (nowMs > this.#lastMs) {
      this.#lastMs = nowMs;
      // The top bit stays free, so that one millisecond has room for at least 2,048 ids.
      this.#counter = ((bytes[6] & 0x07) << 8) | bytes[7];
    } else if (this.#counter < COUNTER_LIMIT) {
      this.#counter += 1;
    } else {
      this.#lastMs += 1;
      this.#counter = 0;
    }
  }
}

function hyphenated(bytes) {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
