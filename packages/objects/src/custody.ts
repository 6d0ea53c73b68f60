/** What custody alone may do to stored objects; no service is given it. All throw OperationalError. */

export interface ObjectLock {
  /** A legal hold: nobody removes the object while it stands. */
  readonly held: boolean;
  /** ISO instant before which nobody removes it. */
  readonly retainUntil?: string;
}

export interface ObjectCustody {
  /** undefined when there is no such object. */
  readonly lockOf: (key: string) => Promise<ObjectLock | undefined>;
  /** Places or lifts the legal hold of an object that is there. */
  readonly setHold: (key: string, held: boolean) => Promise<void>;
  /** For good. `object-locked`, not retryable, while a lock or a hold keeps it. */
  readonly remove: (key: string) => Promise<'removed' | 'absent'>;
  readonly close: () => Promise<void>;
}
