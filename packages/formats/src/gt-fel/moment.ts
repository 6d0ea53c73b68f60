import type { Moment } from './model.ts';

/** Guatemala keeps UTC−6 all year; a time without a zone is Guatemalan. */
const OFFSET_MS = 6 * 3_600_000;
const SHAPE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?$/;

/** Reads an XSD dateTime; undefined when it is not one. */
export function parseMoment(text: string): Moment | undefined {
  const match = SHAPE.exec(text);
  if (match === null) return undefined;
  const zone = match[1];
  const ms = Date.parse(zone === undefined ? `${text}-06:00` : text);
  if (Number.isNaN(ms)) return undefined;
  const isLocal = zone === undefined || zone === '-06:00';
  return { text, ms, day: isLocal ? text.slice(0, 10) : localDay(ms) };
}

/** Guatemalan calendar day of an instant. */
export const localDay = (ms: number): string => new Date(ms - OFFSET_MS).toISOString().slice(0, 10);

/** Days from `from` to `to`, both ISO days; negative when `to` comes first. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
