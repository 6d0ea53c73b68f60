/** The two languages every message of ours exists in. */
export type Language = 'es' | 'en';

/** More ranges than this are noise or an attack; browsers send fewer than ten. */
const RANGES_MAX = 20;

/**
 * The language an `Accept-Language` header asks for (RFC 9110 §12.5.4): the highest weight wins, the
 * earlier of equals; regions are ignored; `fallback` when nothing we speak is asked for.
 */
export function negotiateLanguage(header: string | undefined, fallback: Language = 'en'): Language {
  if (!header) return fallback;
  let best: Language | undefined;
  let bestWeight = 0;
  for (const range of header.split(',', RANGES_MAX)) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const language = speaks(tag.trim(), fallback);
    if (!language) continue;
    const weight = weightOf(parameters);
    if (weight > bestWeight) {
      best = language;
      bestWeight = weight;
    }
  }
  return best ?? fallback;
}

function speaks(tag: string, fallback: Language): Language | undefined {
  if (tag === '*') return fallback;
  const primary = tag.split('-', 1)[0];
  return primary === 'es' || primary === 'en' ? primary : undefined;
}

function weightOf(parameters: readonly string[]): number {
  for (const parameter of parameters) {
    const [name, value] = parameter.split('=');
    if (name?.trim() === 'q') {
      const weight = Number(value);
      return weight >= 0 && weight <= 1 ? weight : 0;
    }
  }
  return 1;
}
