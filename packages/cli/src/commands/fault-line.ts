/** A fault as one line that a person reads. */
export interface FaultView {
  readonly code: string;
  readonly severity: string;
  readonly path?: string;
  readonly line?: number;
  /** One language over HTTP, both in a report judged here. */
  readonly message: string | { readonly es: string; readonly en: string };
}

const messageIn = (message: FaultView['message'], language: 'es' | 'en' = 'en'): string =>
  typeof message === 'string' ? message : message[language];

export function faultLine(fault: FaultView, language: 'es' | 'en' = 'en'): string {
  const place = [fault.line ? `line ${fault.line}` : '', fault.path ?? '']
    .filter(Boolean)
    .join(', ');
  const text = `${fault.severity} ${fault.code}: ${messageIn(fault.message, language)}`;
  return place ? `${text} (${place})` : text;
}
