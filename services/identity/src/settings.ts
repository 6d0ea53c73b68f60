import { z } from 'zod';

export const identitySettings = {
  HTTP_HOST: z.string().default('127.0.0.1').describe('Address of the token endpoint'),
  HTTP_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8082)
    .describe('Port of the token endpoint; 0 takes a free one'),
  PUBLIC_URL: z.url().describe('The issuer: the `iss` of every token, without a final slash'),
  CLIENTS_FILE: z.string().min(1).describe('JSON file with the clients and their secrets'),
  IDENTITY_KEY_FILE: z
    .string()
    .min(1)
    .describe('Private signing keys; made at the first start, so that tokens outlive a restart'),
  TOKEN_TTL_SECONDS: z.coerce
    .number()
    .int()
    .min(60)
    .max(86_400)
    .default(3_600)
    .describe('How long a token is good'),
};
