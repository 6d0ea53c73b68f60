/**
 * The load: a process of its own, so that what it costs is counted apart. Each acknowledged document is
 * kept by its number; its id is hashed afterwards from the bytes made again, so the ledger owes
 * nothing to what the platform answered.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { collectDurations, type Durations, rounded } from '../statistics.ts';
import type {
  FromGenerator,
  GeneratorSettings,
  PhaseFigures,
  ToGenerator,
} from './generator-port.ts';
import { createSupply, type DocumentSupply } from './templates.ts';
import { openWire, type Wire } from './wire.ts';

const RETRY_MS = 100;
const FULL_PAUSE_MS = 2;
const REPORT_MS = 250;
const ID_BYTES = 32;

const say = (message: FromGenerator) => process.send?.(message);

let settings: GeneratorSettings;
let supply: DocumentSupply;
let wires: Wire[] = [];
let headXml = '';
let headJson = '';
let next = 0;
let acknowledged: number[] = [];
let registered = 0;
let retries = 0;
let refusals: Record<string, number> = {};
let acks: Durations = collectDurations();
let sending = false;

function setToken(token: string): void {
  const head = (mediaType: string) =>
    `POST /v1/documents HTTP/1.1\r\nHost: ${settings.host}:${settings.port}\r\nAuthorization: Bearer ${token}\r\nContent-Type: ${mediaType}\r\n`;
  headXml = head('application/xml');
  headJson = head('application/json');
}

/** Sends document `n` until it is acknowledged or refused for good. */
async function sendUntilAcknowledged(wire: Wire, n: number, sinceMs: number): Promise<void> {
  const { bytes, mediaType } = supply(n);
  for (;;) {
    let status = 0;
    try {
      const head = mediaType === 'application/json' ? headJson : headXml;
      ({ status } = await wire.post(head, bytes));
    } catch {
      // The connection broke: whether it was taken is unknown, and sending it again is harmless.
    }
    if (status === 202 || status === 200) {
      acks.add(performance.now() - sinceMs);
      acknowledged.push(n);
      return;
    }
    if (status >= 400 && status < 500 && status !== 429 && status !== 408) {
      refusals[status] = (refusals[status] ?? 0) + 1;
      return;
    }
    retries += 1;
    await delay(RETRY_MS);
  }
}

async function work(wire: Wire, dueAt: (slot: number) => number, windowMax: number) {
  while (sending) {
    const inFlight = next - registered;
    if (inFlight >= windowMax) {
      await delay(FULL_PAUSE_MS);
      continue;
    }
    const n = next;
    next += 1;
    const due = dueAt(n);
    const wait = due - performance.now();
    if (wait > 0) await delay(wait);
    // From when it was due, not from when we came to send it: a slow answer delays the ones behind it.
    await sendUntilAcknowledged(wire, n, Number.isFinite(due) ? due : performance.now());
  }
}

function figures(): PhaseFigures {
  return {
    acknowledged: acknowledged.length,
    retries,
    refusals,
    ackP50Ms: rounded(acks.quantile(0.5), 2),
    ackP99Ms: rounded(acks.quantile(0.99), 2),
    ackMaxMs: rounded(acks.max(), 2) ?? 0,
  };
}

let running: Promise<unknown> = Promise.resolve();

function start(ratePerSecond: number | undefined, windowMax: number): void {
  sending = true;
  const first = next;
  const startedAt = performance.now();
  const dueAt = ratePerSecond
    ? (n: number) => startedAt + ((n - first) * 1000) / ratePerSecond
    : () => Number.NEGATIVE_INFINITY;
  running = Promise.all(wires.map((wire) => work(wire, dueAt, windowMax)));
}

function writeLedger(file: string): void {
  const ids = Buffer.alloc(acknowledged.length * ID_BYTES);
  acknowledged.forEach((n, i) => {
    createHash('sha256')
      .update(supply(n).bytes)
      .digest()
      .copy(ids, i * ID_BYTES);
  });
  writeFileSync(file, ids);
  say({ type: 'ledger', count: acknowledged.length });
}

function prepare(given: GeneratorSettings): void {
  settings = given;
  supply = createSupply({ ...given, now: new Date(given.now) });
  wires = Array.from({ length: given.connections }, () => openWire(given.host, given.port));
  acknowledged = [];
  setInterval(() => say({ type: 'sent', acknowledged: acknowledged.length }), REPORT_MS).unref();
  say({ type: 'ready' });
}

async function handle(message: ToGenerator): Promise<void> {
  if (message.type === 'settings') prepare(message.settings);
  else if (message.type === 'token') setToken(message.token);
  else if (message.type === 'registered') registered = message.count;
  else if (message.type === 'start') start(message.ratePerSecond, message.windowMax);
  else if (message.type === 'ledger') writeLedger(message.file);
  else if (message.type === 'forget') {
    acks = collectDurations();
    retries = 0;
    refusals = {};
  } else {
    sending = false;
    await running;
    say({ type: 'stopped', figures: figures() });
  }
}

process.on('message', (message) => void handle(message as ToGenerator));
process.on('disconnect', () => process.exit(0));
