import { mkdtempSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
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

  it('names a replica by its host and, where it is fixed, its port', () => {
    const given = { DATABASE_URL: 'postgres://h/d', BATCH_SIZE_MAX: '1' };
    const member = (more: Record<string, string>) =>
      readSettings(shape, { ...given, ...more }).MEMBER_ID;
    expect(member({})).toBe(hostname());
    expect(member({ HEALTH_PORT: '9100' })).toBe(`${hostname()}-9100`);
    expect(member({ HEALTH_PORT: '9100', MEMBER_ID: 'blue' })).toBe('blue');
  });

  it('masks what must not be logged', () => {
    expect(
      maskSettings({
        DATABASE_URL: 'postgres://u:p@h/d',
        CLIENT_SECRET: 's',
        HSM_PIN: 'user:password',
        LOG_LEVEL: 'info',
      }),
    ).toEqual({
      DATABASE_URL: 'postgres://***@h/d',
      CLIENT_SECRET: '***',
      HSM_PIN: '***',
      LOG_LEVEL: 'info',
    });
  });
});
