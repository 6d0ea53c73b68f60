/** Answers that are data for programs, and a page without scripts where a browser asks. */
import type { FastifyReply, FastifyRequest } from 'fastify';

/** No script, no frame, nothing from elsewhere. */
const CONTENT_SECURITY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export const wantsPage = ({ headers }: FastifyRequest): boolean =>
  /\btext\/html\b/.test(headers.accept ?? '');

export const cacheable = (reply: FastifyReply): FastifyReply =>
  reply.header('cache-control', 'public, max-age=300').header('vary', 'accept, accept-language');

export const sendPage = (reply: FastifyReply, page: string): FastifyReply =>
  cacheable(reply)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', CONTENT_SECURITY)
    .send(page);
