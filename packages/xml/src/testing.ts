/** Faults that tests of other packages put into the parser. */
import { Buffer } from 'node:buffer';
import { watchSandboxes } from './sandbox.ts';

/** Every instance traps on a document with that text in it, until the returned function is called. */
export function trapOn(text: string): () => void {
  let isArmed = true;
  watchSandboxes(({ raw }) => {
    const read = raw._xmlCtxtReadMemory;
    raw._xmlCtxtReadMemory = (context, buffer, length, ...rest) => {
      const document = Buffer.from(raw.HEAPU8.buffer, buffer, length);
      if (isArmed && document.includes(text)) throw new WebAssembly.RuntimeError('unreachable');
      return read(context, buffer, length, ...rest);
    };
  });
  return () => {
    isArmed = false;
  };
}
