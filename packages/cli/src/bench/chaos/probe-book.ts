/** What the probe knows of its records: each is `key:place`, and the places of a key must come in order. */

export interface ProbeFindings {
  /** Acknowledged by the stream. */
  readonly records: number;
  /** Acknowledged and never delivered. */
  readonly lost: number;
  /** Seen for the first time before an earlier one of their key. */
  readonly outOfOrder: number;
  /** Deliveries beyond the first: allowed after a crash, counted all the same. */
  readonly redelivered: number;
}

export class ProbeBook {
  readonly #promised = new Set<string>();
  readonly #last = new Map<string, number>();
  readonly #holder = new Map<string, string>();
  #records = 0;
  #outOfOrder = 0;
  #redelivered = 0;

  /** Starts counting anew; what has been seen stays seen. */
  begin(): void {
    this.#promised.clear();
    this.#records = 0;
    this.#outOfOrder = 0;
    this.#redelivered = 0;
  }

  promise(text: string): void {
    this.#records += 1;
    if (!this.#holder.has(text)) this.#promised.add(text);
  }

  note(text: string, member: string): void {
    const isFirst = !this.#holder.has(text);
    this.#holder.set(text, member);
    this.#promised.delete(text);
    if (!isFirst) {
      this.#redelivered += 1;
      return;
    }
    const [key = '', place] = text.split(':');
    if (Number(place) !== (this.#last.get(key) ?? -1) + 1) this.#outOfOrder += 1;
    this.#last.set(key, Math.max(Number(place), this.#last.get(key) ?? -1));
  }

  /** Who was given it last. */
  holderOf(text: string): string | undefined {
    return this.#holder.get(text);
  }

  get findings(): ProbeFindings {
    return {
      records: this.#records,
      lost: this.#promised.size,
      outOfOrder: this.#outOfOrder,
      redelivered: this.#redelivered,
    };
  }
}
