/** What to try next: lines that can be pasted into a terminal as they are. */
import type { PlatformState } from '../platform/state.ts';

export interface NextSteps {
  readonly state: PlatformState;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A document that is there already, to ask about. */
  readonly documentId: string | undefined;
}

export function describeNextSteps({
  state,
  clientId,
  clientSecret,
  documentId,
}: NextSteps): string {
  const id = documentId ?? 'DOCUMENT_ID';
  return [
    'The platform is running:',
    `  API            ${state.api}/v1`,
    `  Reference      ${state.api}/reference`,
    `  OpenAPI        ${state.api}/v1/openapi.json`,
    `  Tokens         ${state.identity}/token`,
    '',
    'Get a token:',
    `  TOKEN=$(curl -s -u ${clientId}:${clientSecret} -d grant_type=client_credentials ${state.identity}/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    'Make a document and hand it in:',
    '  npx ventanilla generate --count 1 --faults 0 --out sample',
    `  curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/xml" -H "Prefer: wait=10" --data-binary @"$(ls sample/*.xml | head -n 1)" ${state.api}/v1/documents`,
    'Ask for a document, its report and its receipt:',
    `  curl -s -H "Authorization: Bearer $TOKEN" ${state.api}/v1/documents/${id}`,
    `  curl -s -H "Authorization: Bearer $TOKEN" ${state.api}/v1/documents/${id}/report`,
    `  curl -s -H "Authorization: Bearer $TOKEN" ${state.api}/v1/documents/${id}/receipt`,
    'Or all of it in one:',
    '  npx ventanilla submit sample --wait 10 --receipt receipts',
  ].join('\n');
}
