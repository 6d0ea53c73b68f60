/** Loaded before a service: its clock differs from the machine's by the milliseconds written in SKEW_FILE. */
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 100;
const Machine = globalThis.Date;
const file = process.env.SKEW_FILE ?? '';
let skewMs = 0;

const look = (): void => {
  try {
    skewMs = Number(readFileSync(file, 'utf8'));
  } catch {
    skewMs = 0; // not written yet: the clock is right
  }
};

globalThis.Date = new Proxy(Machine, {
  construct: (target, args) =>
    args.length === 0 ? new target(target.now() + skewMs) : Reflect.construct(target, args),
  apply: (target) => new target(target.now() + skewMs).toString(),
  get: (target, name) => (name === 'now' ? () => target.now() + skewMs : Reflect.get(target, name)),
});
look();
setInterval(look, LOOK_EVERY_MS).unref();
