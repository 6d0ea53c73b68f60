/** `ventanilla token`: an access token for other tools. */
import type { Command } from 'commander';
import { terminalOutput } from '../terminal/output.ts';
import { type ConnectionOptions, connection, withConnection } from './options.ts';

interface TokenOptions extends ConnectionOptions {
  readonly scope: string[];
}

export function addToken(program: Command): void {
  withConnection(program.command('token'))
    .description('Print an access token, for curl and other tools')
    .option('--scope <scopes...>', 'scopes to ask for; all the client may have when absent', [])
    .addHelpText(
      'after',
      `
Examples:
  ventanilla token
  ventanilla token --client demo-auditor --scope documents:read documents:search
  curl -H "Authorization: Bearer $(ventanilla token)" http://127.0.0.1:8080/v1/documents?limit=3`,
    )
    .action(async (options: TokenOptions) => {
      const { tokens, api } = connection(options, options.scope);
      terminalOutput.out(await tokens.token());
      await api.close();
    });
}
