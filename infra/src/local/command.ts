/** Runs a command to its end. */
import { spawn } from 'node:child_process';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Sent line by line to our standard error too. */
  readonly echo?: boolean;
}

export function ended(
  program: string,
  args: readonly string[],
  { environment = {}, cwd, echo = false }: CommandOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd !== undefined && { cwd }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('utf8');
      if (echo) process.stderr.write(chunk);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/** What it printed; throws with its last lines when it failed. */
export async function succeeded(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await ended(program, args, options);
  if (code === 0) return stdout.trim();
  const last = `${stderr}${stdout}`.trim().split('\n').slice(-12).join('\n');
  throw new Error(`${program} ${args[0] ?? ''} ended with ${code}:\n${last}`);
}
