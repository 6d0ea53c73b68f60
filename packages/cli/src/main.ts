/** Entry of `ventanilla`: runs one command and sets the exit code. */
import { CommanderError } from 'commander';
import { CommandFailure, EXIT, sentenceOf } from './failure.ts';
import { buildProgram } from './program.ts';

export async function main(argv: readonly string[]): Promise<void> {
  // A reader that closes early (`| head`) is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.good);
    throw error;
  });
  const program = buildProgram();
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (error instanceof CommanderError) return;
    process.stderr.write(`ventanilla: ${sentenceOf(error)}\n`);
    if (error instanceof CommandFailure && error.hint) process.stderr.write(`${error.hint}\n`);
    if (process.env.VENTANILLA_DEBUG && error instanceof Error) {
      process.stderr.write(`${error.stack}\n`);
    }
    // What a failed command left under way must not keep the process alive.
    process.exit();
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommandFailure) return error.exitCode;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.good : EXIT.usage;
  return EXIT.unavailable;
}
