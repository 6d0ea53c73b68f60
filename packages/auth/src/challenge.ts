/** The `WWW-Authenticate` value (RFC 6750 §3) of a refusal; `scope` names what was missing. */
export function challenge(code: string, scope?: string): string {
  const realm = 'Bearer realm="ventanilla"';
  if (code === 'token-missing') return realm;
  if (code === 'scope-missing') {
    return `${realm}, error="insufficient_scope"${scope ? `, scope="${scope}"` : ''}`;
  }
  return `${realm}, error="invalid_token", error_description="${code}"`;
}
