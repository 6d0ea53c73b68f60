import { spawnSync } from 'node:child_process';
import { testDatabase } from '@ventanilla/testing';
import { openDatabase, statement } from '../src/index.ts';

const MAIN = new URL('../src/main.ts', import.meta.url).pathname;

const run = (environment: Record<string, string>) =>
  spawnSync(process.execPath, ['--no-warnings', MAIN], {
    env: environment,
    encoding: 'utf8',
  });

describe('the migration task', () => {
  it('migrates, lets roles log in, and may run again with other passwords', async () => {
    const database = await testDatabase();
    const { hostname, port, username, password, pathname } = new URL(database.url);
    const owner = {
      OWNER_HOST: hostname,
      OWNER_PORT: port,
      OWNER_USERNAME: username,
      OWNER_PASSWORD: decodeURIComponent(password),
      OWNER_DATABASE: pathname.slice(1),
      OWNER_SSLMODE: 'disable',
    };
    const first = run({ ...owner, PASSWORD_VENTANILLA_QUERY: 'test-only' });
    expect(first.stderr).toBe('');
    expect(JSON.parse(first.stdout)).toMatchObject({ roles: ['ventanilla_query'], stream: false });
    const again = run({
      ...owner,
      PASSWORD_VENTANILLA_QUERY: 'test-only',
      PASSWORD_VENTANILLA_STREAM: 'test-only',
    });
    expect(JSON.parse(again.stdout)).toMatchObject({ applied: [], stream: true });
    const url = new URL(database.url);
    url.username = 'ventanilla_query';
    url.password = 'test-only';
    const query = openDatabase(url.href, { poolMax: 1, applicationName: 'test' });
    const { rows } = await query.query(statement('SELECT size FROM ventanilla.log_head'));
    expect(rows).toEqual([{ size: 0 }]);
    await query.close();
    await database.drop();
  });

  it('says which setting it lacks', () => {
    const { status, stderr } = run({ OWNER_HOST: 'x' });
    expect(status).toBe(78);
    expect(stderr).toContain('OWNER_PORT is not set');
  });
});
