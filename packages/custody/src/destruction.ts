/** When a wrapping key may be destroyed: retired for long enough, nothing left under it, two agreed. */
import type { WrappingKey } from '@ventanilla/encryption';
import type { ObjectStore } from '@ventanilla/objects';
import type { KeyUse } from './archive-keys.ts';
import type { Destruction } from './operators.ts';
import { putRecord, readRecords } from './records.ts';

type Turn = 'retired' | 'restored' | 'destroyed';

interface TurnRecord {
  readonly type: 'ventanilla/key-turn/v1';
  readonly keyId: string;
  readonly turn: Turn;
  readonly at: string;
  /** Operators who agreed, of a destruction. */
  readonly by?: readonly string[];
}

const FOLDER = 'turns';

/** Remembers when a key was switched off, on again, or destroyed, which key services do not keep. */
export const recordTurn = (objects: ObjectStore, turn: Omit<TurnRecord, 'type'>): Promise<void> =>
  putRecord(objects, FOLDER, { type: 'ventanilla/key-turn/v1', ...turn });

/** Since when a key is retired; undefined when its last turn was another. */
export async function retiredSince(objects: ObjectStore, keyId: string): Promise<Date | undefined> {
  const turns = (await readRecords(objects, FOLDER))
    .map(({ record }) => record as TurnRecord)
    .filter((turn) => turn.keyId === keyId)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const last = turns.at(-1);
  return last?.turn === 'retired' ? new Date(last.at) : undefined;
}

export interface DestructionFacts {
  readonly key: WrappingKey | undefined;
  readonly retiredSince: Date | undefined;
  readonly now: Date;
  /** Days that a key stays retired at least: longer than any stream keeps a record. */
  readonly retiredDaysMin: number;
  readonly uses: readonly KeyUse[];
  /** Messages elsewhere (waiting room, dead letters) that name the key. */
  readonly elsewhere: number;
  readonly agreed: Destruction;
}

export type Objection =
  | { readonly code: 'key-unknown' | 'key-not-retired' | 'second-operator-missing' }
  | { readonly code: 'key-retired-too-recently'; readonly until: string }
  | { readonly code: 'key-still-protects'; readonly messages: number };

const DAY_MS = 86_400_000;

/** Everything that speaks against destroying the key now; empty when nothing does. */
export function objections(facts: DestructionFacts): readonly Objection[] {
  const { key, now, agreed } = facts;
  if (key === undefined) return [{ code: 'key-unknown' }];
  const found: Objection[] = [];
  if (key.state !== 'retired' || facts.retiredSince === undefined) {
    found.push({ code: 'key-not-retired' });
  } else {
    const until = facts.retiredSince.getTime() + facts.retiredDaysMin * DAY_MS;
    if (now.getTime() < until) {
      found.push({ code: 'key-retired-too-recently', until: new Date(until).toISOString() });
    }
  }
  const dependent = facts.uses
    .filter(({ keyId }) => keyId === key.id)
    .reduce((sum, use) => sum + use.dependent, facts.elsewhere);
  if (dependent > 0) found.push({ code: 'key-still-protects', messages: dependent });
  if (new Set(agreed.by).size < 2) found.push({ code: 'second-operator-missing' });
  return found;
}
