/** What a receipt on paper says, whatever the paper is made of. */
import type { Receipt } from './receipt.ts';

export type PageLanguage = 'es' | 'en';

const WORDS = {
  es: {
    title: 'Acuse de registro',
    verdicts: {
      accepted: 'Aceptado',
      'accepted-with-observations': 'Aceptado con observaciones',
      rejected: 'Rechazado',
    },
    document: 'Documento (SHA-256)',
    key: 'Clave del documento',
    received: 'Recibido',
    registered: 'Registrado',
    attempt: 'Intento',
    index: 'Asiento en el registro público',
    report: 'Informe (SHA-256)',
    checkpoint: 'Cabecera firmada del registro',
    how: 'El código contiene el acuse completo. Se comprueba sin conexión con la página verificadora o con «ventanilla receipt verify», la clave pública de la autoridad y, si se tiene, el documento.',
  },
  en: {
    title: 'Receipt of registration',
    verdicts: {
      accepted: 'Accepted',
      'accepted-with-observations': 'Accepted with observations',
      rejected: 'Rejected',
    },
    document: 'Document (SHA-256)',
    key: 'Document key',
    received: 'Received',
    registered: 'Registered',
    attempt: 'Attempt',
    index: 'Entry in the public log',
    report: 'Report (SHA-256)',
    checkpoint: 'Signed head of the log',
    how: 'The code holds the whole receipt. It is checked offline with the verifier page or with “ventanilla receipt verify”, the public key of the authority and, where at hand, the document.',
  },
} as const;

export interface ReceiptTold {
  readonly title: string;
  readonly verdict: string;
  readonly rows: readonly {
    readonly name: string;
    readonly value: string;
    /** Too long for one line, or to be compared sign by sign. */
    readonly long?: boolean;
  }[];
  /** How the code is checked. */
  readonly how: string;
  readonly checkpoint: string;
}

export function tellReceipt({ entry, logIndex }: Receipt, language: PageLanguage): ReceiptTold {
  const words = WORDS[language];
  const { documentId, businessKey, receivedAt, registeredAt, attempt, reportHash } = entry;
  return {
    title: words.title,
    verdict: words.verdicts[entry.verdict],
    rows: [
      { name: words.document, value: documentId, long: true },
      ...(businessKey === undefined ? [] : [{ name: words.key, value: businessKey, long: true }]),
      { name: words.received, value: receivedAt },
      { name: words.registered, value: registeredAt },
      { name: words.attempt, value: `${attempt}` },
      { name: words.index, value: `${logIndex}` },
      { name: words.report, value: reportHash, long: true },
    ],
    how: words.how,
    checkpoint: words.checkpoint,
  };
}
