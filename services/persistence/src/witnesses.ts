/** Witnesses of the log: the setting that names them, and the loop that asks them. */
import type { ObjectStore } from '@ventanilla/objects';
import { parseWitnessKey } from '@ventanilla/receipts';
import type { ServiceContext } from '@ventanilla/runtime';
import { createWitnessing, type Witness } from '@ventanilla/transparency';
import { z } from 'zod';
import { startRounds } from './rounds.ts';

const witness = z
  .strictObject({ key: z.string(), url: z.url({ protocol: /^https?$/ }) })
  .transform(({ key, url }, context): Witness => {
    const parsed = parseWitnessKey(key);
    if (parsed !== undefined) return { key: parsed, url: url.replace(/\/+$/, '') };
    context.addIssue({ code: 'custom', message: 'not the key of a witness' });
    return z.NEVER;
  });

/** `[{"key":"name+id+base64","url":"https://…"}]`, each name once. */
export const witnessesSetting = z
  .string()
  .default('[]')
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  })
  .pipe(
    z
      .array(witness)
      .max(16)
      .refine((list) => new Set(list.map(({ key }) => key.name)).size === list.length, {
        error: 'a witness is listed twice',
      }),
  );

const TIMEOUT_MS = 5_000;

/** Asks until the service stops; nothing that witnesses do or leave undone stops the service. */
export function startAskingWitnesses(
  context: ServiceContext,
  objects: ObjectStore,
  {
    witnesses,
    intervalMs,
  }: { readonly witnesses: readonly Witness[]; readonly intervalMs: number },
): void {
  if (witnesses.length === 0) return;
  const ask = createWitnessing({
    objects,
    witnesses,
    timeoutMs: TIMEOUT_MS,
    onFailure: ({ key }, error) =>
      context.log.warn({ err: error, witness: key.name }, 'no cosignature'),
  });
  startRounds(context, ask, {
    intervalMs,
    onFailure: 'witnesses were not asked',
    goesOn: () => true,
  });
}
