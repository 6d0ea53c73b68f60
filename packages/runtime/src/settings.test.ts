import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { maskSettings, readSettings } from './settings.ts';

const shape = { DATABASE_URL: z.url(), BATCH_SIZE_MAX: z.coerce.number().int().max(500) };

describe('settings', () => {
  it('reports every problem at once', () => {
    expect(() => readSettings(shape, { BATCH_SIZE_MAX: '501' })).toThrow(
      /DATABASE_URL[\s\S]*BATCH_SIZE_MAX/,
    );
  });

  it('reads a secret from the file that X_FILE names', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'url');
    writeFileSync(file, 'postgres://u:p@h/d\n');
    const settings = readSettings(shape, { DATABASE_URL_FILE: file, BATCH_SIZE_MAX: '10' });
    expect(settings.DATABASE_URL).toBe('postgres://u:p@h/d');
    expect(settings.BATCH_SIZE_MAX).toBe(10);
    expect(settings.PROFILE).toBe('production');
  });

  it('masks what must not be logged', () => {
    expect(
      maskSettings({ DATABASE_URL: 'postgres://u:p@h/d', CLIENT_SECRET: 's', LOG_LEVEL: 'info' }),
    ).toEqual({ DATABASE_URL: 'postgres://***@h/d', CLIENT_SECRET: '***', LOG_LEVEL: 'info' });
  });
});
