/** The OpenAPI 3.1 document of the routes registered after it. */
import swagger from '@fastify/swagger';
import { type App, documentSchema } from './validation.ts';

export async function registerOpenapi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Ventanilla: query',
        version,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        },
      },
    },
    // OpenAPI has no wildcards: the rest of the path is a parameter like any other.
    transform: ({ schema, url }) => ({
      schema: documentSchema(schema ?? {}),
      url: url.replace(/\*$/, ':path'),
    }),
  });
}

export const openapiRoute = (app: App): void => {
  app.get('/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
};
