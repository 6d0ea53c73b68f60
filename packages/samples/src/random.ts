/** Numbers that depend on the seed alone, so that every run of a demonstration or a load test can be repeated. */
export interface Random {
  /** A float in [0, 1). */
  readonly next: () => number;
  /** An integer from `low` to `high`, both included. */
  readonly integer: (low: number, high: number) => number;
  readonly pick: <T>(choices: readonly T[]) => T;
  /** `length` hexadecimal digits, upper case. */
  readonly hex: (length: number) => string;
  /** `length` characters of base 64, a multiple of four. */
  readonly base64: (length: number) => string;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAIRS = Array.from({ length: 4096 }, (_, i) => BASE64[i >> 6]! + BASE64[i & 63]!);
const HEX = Array.from({ length: 65536 }, (_, i) => i.toString(16).toUpperCase().padStart(4, '0'));

/** FNV-1a over the text of the seed: near seeds give far streams. */
const hashSeed = (seed: number | string): number => {
  let hash = 0x811c9dc5;
  for (const character of String(seed)) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  }
  return hash >>> 0;
};

/** Xorshift128 started from the seed: not for secrets. */
export function createRandom(seed: number | string): Random {
  let [x, y, z, w] = [hashSeed(seed), 0x9e3779b9, 0x243f6a88, 0xb7e15162];
  const word = (): number => {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return w >>> 0;
  };
  for (let warm = 0; warm < 20; warm += 1) word();
  const next = (): number => word() / 0x1_0000_0000;
  const integer = (low: number, high: number): number =>
    low + Math.floor(next() * (high - low + 1));
  return {
    next,
    integer,
    pick: (choices) => choices[Math.floor(next() * choices.length)]!,
    hex: (length) => {
      let text = '';
      while (text.length < length) {
        const bits = word();
        text += HEX[bits & 0xffff]! + HEX[bits >>> 16]!;
      }
      return text.slice(0, length);
    },
    base64: (length) => {
      let text = '';
      while (text.length < length) {
        const bits = word();
        text += PAIRS[bits & 0xfff]! + PAIRS[(bits >>> 12) & 0xfff]!;
      }
      return text.slice(0, length);
    },
  };
}

/** A version 4 UUID in upper case, the shape of a FEL authorisation number. */
export function createUuid(random: Random): string {
  const digits = random.hex(32);
  const variant = '89AB'[Number.parseInt(digits[16]!, 16) & 3]!;
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
}
