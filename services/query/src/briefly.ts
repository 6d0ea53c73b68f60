/** An answer that many ask for and that may be a moment old. */
export interface Brief<T> {
  readonly read: () => Promise<T>;
  readonly forget: () => void;
}

/** Asks once for those who come within the period; a failure is told to them, and not remembered. */
export function briefly<T>(ask: () => Promise<T>, now: () => number, periodMs: number): Brief<T> {
  let last: { readonly at: number; readonly answer: Promise<T> } | undefined;
  const forget = (): void => {
    last = undefined;
  };
  return {
    read: () => {
      const at = now();
      if (last === undefined || at - last.at >= periodMs) {
        const answer = ask();
        last = { at, answer };
        answer.catch(forget);
      }
      return last.answer;
    },
    forget,
  };
}
