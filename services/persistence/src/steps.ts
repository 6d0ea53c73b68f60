/**
 * The moments between two effects that can each outlive a crash. Tests stop the process at every one;
 * in service nothing happens there.
 *
 *   segment stored ─ rows written ─ committed ─ entries stored ─ tiles stored ─ checkpoint signed
 *   ─ checkpoint stored ─ head recorded ─ outcomes told ─ wait ended
 */
export const STEPS = [
  'segment-stored',
  'rows-written',
  'committed',
  'entries-stored',
  'tiles-stored',
  'checkpoint-signed',
  'checkpoint-stored',
  'head-recorded',
  'outcomes-told',
  'wait-ended',
] as const;

export type Step = (typeof STEPS)[number];

/** Called once an effect is durable (or, for `rows-written`, about to be). */
export type AtStep = (step: Step) => Promise<void>;

export const goOn: AtStep = async () => undefined;
