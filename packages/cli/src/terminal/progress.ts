/** A progress line on a terminal; silent everywhere else, so that logs and pipes stay clean. */

export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
}

export interface Progress {
  /** Shows how much is done; redraws ten times a second at most. */
  readonly set: (done: number, note?: string) => void;
  /** Clears the line. */
  readonly end: () => void;
}

const REDRAW_MS = 100;

export function startProgress(
  screen: Screen,
  label: string,
  total: number,
  now: () => number = Date.now,
): Progress {
  if (!screen.isTTY) return { set: () => {}, end: () => {} };
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    set(done, note = '') {
      const at = now();
      if (at - drawnAt < REDRAW_MS && done < total) return;
      drawnAt = at;
      screen.write(`\r\x1b[K${bar(label, done, total, note, screen.columns ?? 80)}`);
    },
    end() {
      screen.write('\r\x1b[K');
    },
  };
}

/** One line no wider than `columns`: label, bar, share, counts, note. */
export function bar(
  label: string,
  done: number,
  total: number,
  note: string,
  columns: number,
): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const counts = ` ${String(Math.floor(share * 100)).padStart(3)} % ${done}/${total} ${note}`;
  const width = Math.max(0, Math.min(40, columns - label.length - counts.length - 4));
  const filled = Math.round(share * width);
  const line = `${label} [${'█'.repeat(filled)}${'·'.repeat(width - filled)}]${counts}`;
  return line.slice(0, Math.max(1, columns - 1));
}
