/** What the probe and its members, processes of their own, say to each other. */
import type { StreamSettings } from '@ventanilla/backends';

export interface MemberSettings {
  readonly stream: StreamSettings;
  readonly topic: string;
  readonly group: string;
  readonly member: string;
}

export type ToMember =
  | { readonly type: 'settings'; readonly settings: MemberSettings }
  /** The batch is in the book: its position may be committed. */
  | { readonly type: 'noted'; readonly batch: number };

export interface BatchSeen {
  readonly type: 'batch';
  readonly batch: number;
  readonly partition: number;
  /** Offset of its last record. */
  readonly last: string;
  readonly texts: readonly string[];
}

export type FromMember =
  | { readonly type: 'hello' }
  | BatchSeen
  /** Its right to that batch's partition is gone, and it knows. */
  | { readonly type: 'told'; readonly batch: number };
