import { clip, ledgerKey } from './ledger-key.ts';

describe('ledgerKey', () => {
  it('keeps ordinary keys as they are', () => {
    expect(ledgerKey('gt-fel:7F1C0A52')).toBe('gt-fel:7F1C0A52');
    expect(ledgerKey('x'.repeat(400))).toBe('x'.repeat(400));
  });

  it('shortens long keys without joining different ones', () => {
    const long = 'é'.repeat(5_000);
    expect(ledgerKey(`${long}1`)).not.toBe(ledgerKey(`${long}2`));
    expect(ledgerKey(`${long}1`)).toBe(ledgerKey(`${long}1`));
    expect(ledgerKey(`${long}1`).length).toBeLessThan(400);
  });

  it('never holds what a database or a line of the log cannot', () => {
    for (const bad of ['\0', '\n', '\r', '\u0085', '\u2028']) {
      const key = ledgerKey(`a${bad}b`);
      expect(key).not.toContain(bad);
      expect(key).toMatch(/#sha256:[0-9a-f]{64}$/);
    }
    expect(ledgerKey('a\nb')).not.toBe(ledgerKey('a\rb'));
    expect(ledgerKey('\ud83d\ude00'.repeat(300)).isWellFormed()).toBe(true);
  });
});

describe('clip', () => {
  it('cuts between characters', () => {
    expect(clip('abc', 3)).toBe('abc');
    expect(clip('ab\ud83d\ude00', 3)).toBe('ab\ufffd');
  });
});
