import type { Ids } from '../../ports/index.ts';

/** Where the bits of an id come from; given by tests. */
export interface UuidV7Sources {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Fills the array with random bytes. */
  readonly fill: (bytes: Uint8Array) => void;
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Makes UUIDs of version 7 (RFC 9562 §5.7) that rise within this process, even within a millisecond and when the
 * machine's clock goes back: after the 48 bits of time stand 12 bits that count (§6.2, method 1, begun at random below
 * half to leave room), and 62 random bits. A counter that runs over moves the time on by a millisecond.
 */
export function createUuidV7({ now, fill }: UuidV7Sources): Ids {
  const bytes = new Uint8Array(16);
  let lastMs = -1;
  let counter = 0;
  return {
    next() {
      fill(bytes);
      const ms = now();
      if (ms > lastMs) {
        lastMs = ms;
        counter = (((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)) & 0x7ff;
      } else if (counter < 0xfff) {
        counter += 1;
      } else {
        lastMs += 1;
        counter = 0;
      }
      bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
      const time = lastMs.toString(16).padStart(12, '0');
      const count = counter.toString(16).padStart(3, '0');
      let tail = '';
      for (let n = 8; n < 16; n += 1) tail += hex[bytes[n] ?? 0];
      return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${tail.slice(0, 4)}-${tail.slice(4)}`;
    },
  };
}

let pool = new Uint8Array(0);
let used = 0;

/** Random bytes out of a stock: asked for one by one, they cost more than all else of an id. */
function takeRandom(bytes: Uint8Array): void {
  if (used + bytes.length > pool.length) {
    pool = crypto.getRandomValues(new Uint8Array(4_096));
    used = 0;
  }
  bytes.set(pool.subarray(used, used + bytes.length));
  used += bytes.length;
}

/**
 * New ids by this machine's clock and its cryptographic random numbers: UUIDs of version 7, rising within this process.
 *
 * @example
 * import { systemIds } from 'statecart/adapters/system';
 * systemIds.next(); // '0199d3f4-7a21-7c0e-9b52-6f2f1c1f8a57'
 */
export const systemIds: Ids = createUuidV7({
  now: () => Date.now(),
  fill: takeRandom,
});
