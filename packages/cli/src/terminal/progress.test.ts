import { bar, startProgress } from './progress.ts';

describe('progress', () => {
  it('writes nothing where no terminal is', () => {
    const written: string[] = [];
    const progress = startProgress({ write: (text) => written.push(text) }, 'Sending', 10);
    progress.set(5);
    progress.end();
    expect(written).toEqual([]);
  });

  it('redraws ten times a second at most, and always when complete', () => {
    const written: string[] = [];
    let now = 0;
    const screen = { isTTY: true, columns: 60, write: (text: string) => written.push(text) };
    const progress = startProgress(screen, 'Sending', 10, () => now);
    progress.set(1);
    now = 50;
    progress.set(2);
    progress.set(10);
    expect(written).toHaveLength(2);
    expect(written[1]).toContain('100 % 10/10');
  });

  it('never outgrows the terminal', () => {
    expect(bar('A rather long label', 5, 10, 'and a note', 30).length).toBeLessThan(30);
    expect(bar('Sending', 5, 10, '', 80)).toMatch(/█{20}·{20}.* 50 % 5\/10/);
  });
});
