/** Where a local platform keeps everything: one folder that survives restarts and may be deleted. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Home {
  readonly root: string;
  readonly logs: string;
  readonly secrets: string;
  readonly postgres: string;
  readonly objects: string;
  /** Values too large for the stream, while they are under way. */
  readonly claims: string;
  /** What clients put by themselves before they complete it. */
  readonly uploads: string;
  /** History as files, where no other place is named for it. */
  readonly lake: string;
  readonly compileCache: string;
  /** Who runs the platform now. */
  readonly lock: string;
  /** What a running platform tells the other commands. */
  readonly state: string;
}

export function homeAt(folder: string): Home {
  const root = resolve(folder);
  return {
    root,
    logs: join(root, 'logs'),
    secrets: join(root, 'secrets'),
    postgres: join(root, 'postgres'),
    objects: join(root, 'objects'),
    claims: join(root, 'claims'),
    uploads: join(root, 'uploads'),
    lake: join(root, 'lake'),
    compileCache: join(root, 'compile-cache'),
    lock: join(root, 'up.lock'),
    state: join(root, 'platform.json'),
  };
}

/** Creates what is missing; only the owner may look into the secrets. */
export function createHome(home: Home): void {
  for (const folder of [home.root, home.logs, home.objects, home.claims, home.compileCache]) {
    mkdirSync(folder, { recursive: true });
  }
  mkdirSync(home.secrets, { recursive: true, mode: 0o700 });
}
