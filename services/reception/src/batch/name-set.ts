import { hash } from 'node:crypto';

/** A set that holds 53 bits of each name's hash: 16 bytes a name where a set of strings takes 150. */
export interface NameSet {
  /** False when the name was there already. Two names are confused once in 10^10 batches of 1,000. */
  readonly add: (name: string) => boolean;
}

const START = 1_024;

/** Open addressing over doubles, doubled at two thirds full; 0 marks a free place. */
export function createNameSet(): NameSet {
  let places = new Float64Array(START);
  let used = 0;

  const insert = (into: Float64Array, key: number): boolean => {
    const mask = into.length - 1;
    let at = key % into.length;
    for (let held = into[at]; held !== 0; held = into[at]) {
      if (held === key) return false;
      at = (at + 1) & mask;
    }
    into[at] = key;
    return true;
  };

  return {
    add(name) {
      if (used * 3 >= places.length * 2) {
        const larger = new Float64Array(places.length * 2);
        for (const key of places) if (key !== 0) insert(larger, key);
        places = larger;
      }
      const added = insert(places, keyOf(name));
      if (added) used += 1;
      return added;
    },
  };
}

/** 52 bits of SHA-256 (an attacker must not choose collisions), never 0. */
const keyOf = (name: string): number =>
  Number.parseInt(hash('sha256', name, 'hex').slice(0, 13), 16) + 1;
