/**
 * The life of a service process: settings, start, ready, stop.
 *
 *   starting ──start()──► running ──SIGTERM, SIGINT, parent gone, fail()──► stopping ──► exit
 *
 * Exit codes: 0 stopped when asked, 1 failed, 78 wrong settings. A stop takes at most 25 s, below
 * the 30 s that ECS and Kubernetes grant before SIGKILL, which must be harmless anyway.
 */
import { pino } from 'pino';
import type { z } from 'zod';
import { serveHealth } from './health.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { openTracing } from './open-tracing.ts';
import { createReleases } from './releases.ts';
import { type CommonSettings, maskSettings, readSettings, SettingsError } from './settings.ts';
import { noTracing, type Tracing } from './tracing.ts';

export type Logger = pino.Logger;

const STOP_DEADLINE_MS = 25_000;
const EXIT_FAILED = 1;
const EXIT_SETTINGS = 78;

/** True when it holds; else the code of what is wrong, or false. */
export type ReadyCheck = () => boolean | string | Promise<boolean | string>;

export interface ServiceContext<S = unknown> {
  readonly name: string;
  readonly settings: S & CommonSettings;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  /** Aborts when the service must stop: finish what is in hand, take nothing new. */
  readonly signal: AbortSignal;
  /** Releases run in reverse order of registration once `signal` has aborted. */
  readonly onStop: (release: () => Promise<void>) => void;
  /** Every check must hold for /readyz to say so; a code in place of true is why it does not. */
  readonly ready: (check: ReadyCheck) => void;
  /** Stops the process with exit code 0: its work is done. */
  readonly end: (reason: string) => void;
  /** Stops the process with exit code 1; the supervisor starts it anew. */
  readonly fail: (error: unknown) => void;
}

export interface ServiceOptions<S extends z.ZodRawShape> {
  readonly name: string;
  readonly settings: S;
  /** Resolves when the service works; long-running loops go on by themselves. */
  readonly start: (context: ServiceContext<z.infer<z.ZodObject<S>>>) => Promise<void>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Runs the service until it is told to stop. Never rejects: what goes wrong ends in the exit code. */
export async function runService<S extends z.ZodRawShape>(
  options: ServiceOptions<S>,
): Promise<void> {
  const settings = settingsOrExit(options);
  const metrics = createMetrics(options.name);
  const tracing = await openTracing(settings, { service: options.name, metrics, log: () => log });
  const log = pino({
    name: options.name,
    level: settings.LOG_LEVEL,
    ...(tracing !== noTracing && { mixin: () => tracing.ids() ?? {} }),
  });
  const stopping = new AbortController();
  const releases = createReleases();
  const checks: ReadyCheck[] = [];
  let started = false;

  const stop = async (exitCode: number, reason: string) => {
    if (stopping.signal.aborted) return;
    log.info({ reason }, 'stopping');
    setTimeout(() => process.exit(EXIT_FAILED), STOP_DEADLINE_MS).unref();
    stopping.abort();
    await releases.run((error) => log.error({ err: error }, 'a release failed'));
    log.info('stopped');
    log.flush();
    process.exit(exitCode);
  };
  const fail = (error: unknown) => {
    log.fatal({ err: error }, 'failed');
    void stop(EXIT_FAILED, 'failure');
  };
  onProcessEnd(stop, fail);

  const unready = async () => {
    if (!started) return 'starting';
    if (stopping.signal.aborted) return 'stopping';
    const answers = await Promise.all(checks.map(async (check) => check()));
    const wrong = answers.filter((answer) => answer !== true);
    return wrong.length === 0 ? undefined : wrong.filter((code) => code !== false).join(', ');
  };
  try {
    const health = await serveHealth({
      host: settings.HEALTH_HOST,
      port: settings.HEALTH_PORT,
      metrics,
      unready,
    });
    releases.push(tracing.close);
    releases.push(health.close);
    await options.start({
      name: options.name,
      settings,
      log,
      metrics,
      tracing,
      signal: stopping.signal,
      onStop: releases.push,
      ready: (check) => {
        checks.push(check);
      },
      end: (reason) => void stop(0, reason),
      fail,
    });
    started = true;
    log.info({ settings: maskSettings(settings), healthPort: health.port }, 'running');
    process.send?.({ type: 'running', healthPort: health.port });
  } catch (error) {
    fail(error);
  }
}

function settingsOrExit<S extends z.ZodRawShape>(options: ServiceOptions<S>) {
  try {
    return readSettings(options.settings, options.environment);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${options.name}: ${error.message}\n`);
    process.exit(EXIT_SETTINGS);
  }
}

function onProcessEnd(
  stop: (exitCode: number, reason: string) => Promise<void>,
  fail: (error: unknown) => void,
): void {
  process.once('SIGTERM', () => void stop(0, 'SIGTERM'));
  process.once('SIGINT', () => void stop(0, 'SIGINT'));
  // A supervisor that died must not leave orphans that hold its ports.
  if (process.send !== undefined) process.once('disconnect', () => void stop(0, 'parent gone'));
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
}
