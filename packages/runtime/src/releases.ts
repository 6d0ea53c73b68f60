/** A stack of releases: what was acquired last is released first, and one failure hides no other. */
export interface Releases {
  readonly push: (release: () => Promise<void>) => void;
  /** Runs them all once; `onError` hears of each failure. Later calls do nothing. */
  readonly run: (onError: (error: unknown) => void) => Promise<void>;
}

export function createReleases(): Releases {
  const stack: (() => Promise<void>)[] = [];
  return {
    push: (release) => {
      stack.push(release);
    },
    run: async (onError) => {
      for (let release = stack.pop(); release !== undefined; release = stack.pop()) {
        await release().catch(onError);
      }
    },
  };
}
