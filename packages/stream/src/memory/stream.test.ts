import { describeStreamContract } from '../contract/index.ts';
import { createMemoryLog, createMemoryStream } from './index.ts';

const leaseMs = 1_000;

/** Holds a client's calls up between freeze and thaw. */
const gate = () => {
  let closed: PromiseWithResolvers<void> | undefined;
  return {
    pass: async () => closed?.promise,
    freeze: () => {
      closed ??= Promise.withResolvers<void>();
    },
    thaw: () => {
      closed?.resolve();
      closed = undefined;
    },
  };
};

describeStreamContract(
  'memory',
  async () => {
    const log = createMemoryLog();
    return {
      open: async () => {
        const { pass, freeze, thaw } = gate();
        const timing = { leaseMs, renewEveryMs: 50, retryMinMs: 10, lingerMs: 5, pollMinMs: 2 };
        return { stream: createMemoryStream({ log, gate: pass, timing }), freeze, thaw };
      },
      close: async () => {},
    };
  },
  { gapless: true, valueBytesMax: 1024 * 1024, returnsAtOnce: true, leaseMs },
);
