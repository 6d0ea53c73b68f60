/** The fields that routes share, each with its words in both languages. */
import { z } from 'zod';

/** What `problemErrors` splits again by language. */
const words = (es: string, en: string): string => `${es} | ${en}`;

export const documentIdField = z
  .string()
  .regex(
    /^[0-9a-f]{64}$/,
    words(
      'Debe ser un SHA-256: 64 dígitos hexadecimales.',
      'Must be a SHA-256: 64 hexadecimal digits.',
    ),
  )
  .meta({ description: 'SHA-256 of the exact bytes sent, lower-case hexadecimal' });

const isDay = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

export const dayField = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, words('Debe ser un día AAAA-MM-DD.', 'Must be a day YYYY-MM-DD.'))
  .refine(isDay, words('Ese día no existe.', 'There is no such day.'))
  .meta({ format: 'date' });

export const amountField = z
  .string()
  .regex(
    /^\d{1,18}(\.\d{1,8})?$/,
    words('Debe ser un importe como 1234.50.', 'Must be an amount such as 1234.50.'),
  )
  .meta({ description: 'Decimal with a point' });

/** As the registry writes them: upper case, no separators. */
export const taxpayerIdField = z
  .string()
  .max(40)
  .transform((text) => text.toUpperCase().replace(/[\s.-]/g, ''))
  .meta({ description: 'Tax id; separators and case do not matter' });

export const uuidField = z
  .string()
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    words('Debe ser un UUID en minúsculas.', 'Must be a lower-case UUID.'),
  );

export const limitField = (most: number, usual: number) =>
  z.coerce
    .number(words('Debe ser un número.', 'Must be a number.'))
    .int(words('Debe ser un número entero.', 'Must be a whole number.'))
    .min(1)
    .max(most)
    .default(usual);

/** Orders two optional ends of a range. */
export const orderOf =
  <K extends string>(low: K, high: K, before: (a: string, b: string) => boolean) =>
  (value: Partial<Record<K, string | undefined>>, context: z.RefinementCtx) => {
    const [a, b] = [value[low], value[high]];
    if (a === undefined || b === undefined || before(a, b)) return;
    context.addIssue({
      code: 'custom',
      path: [low],
      message: words(`${low} no puede ser mayor que ${high}.`, `${low} must not be above ${high}.`),
    });
  };
