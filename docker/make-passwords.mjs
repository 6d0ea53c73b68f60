/** The password of the database's superuser, made once, in a volume that only it and `setup` see. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const folder = '/run/postgres';
const writeOnce = (name, text) => {
  const file = `${folder}/${name}`;
  if (existsSync(file)) return;
  // Readable in there by the server, which runs as another user than this.
  writeFileSync(`${file}.draft`, text, { mode: 0o444 });
  renameSync(`${file}.draft`, file);
};

const password = randomBytes(24).toString('base64url');
writeOnce('admin-url', `postgres://postgres:${password}@postgres:5432/postgres\n`);
// The password comes from the address, so that a run cut short between the two files heals.
const made = new URL(readFileSync(`${folder}/admin-url`, 'utf8').trim());
writeOnce('password', made.password);
