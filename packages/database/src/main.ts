/**
 * The one-off task that brings the hot store to this version before the services start: schema,
 * roles, and the passwords that Secrets Manager holds. Run as the owner; safe to run again.
 */
import { migrate } from './migrate.ts';
import { provisionRoles, provisionStreamRole, STREAM_ROLE, serviceRoles } from './roles.ts';

const setting = (name: string): string => {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  process.stderr.write(`migrate: ${name} is not set\n`);
  process.exit(78);
};

const url = new URL(`postgres://${setting('OWNER_HOST')}:${setting('OWNER_PORT')}/`);
url.username = setting('OWNER_USERNAME');
url.password = setting('OWNER_PASSWORD');
url.pathname = `/${setting('OWNER_DATABASE')}`;
url.searchParams.set('sslmode', process.env.OWNER_SSLMODE ?? 'verify-full');
const { OWNER_SSLROOTCERT: authorities } = process.env;
if (authorities !== undefined) url.searchParams.set('sslrootcert', authorities);

const passwordOf = (role: string) => process.env[`PASSWORD_${role.toUpperCase()}`];
const applied = await migrate(url.href);
const passwords = Object.fromEntries(
  serviceRoles.flatMap((role) => {
    const password = passwordOf(role);
    return password === undefined ? [] : [[role, password]];
  }),
);
await provisionRoles(url.href, passwords);
const streamPassword = passwordOf(STREAM_ROLE);
if (streamPassword !== undefined) await provisionStreamRole(url.href, streamPassword);
process.stdout.write(
  `${JSON.stringify({ applied, roles: Object.keys(passwords), stream: streamPassword !== undefined })}\n`,
);
