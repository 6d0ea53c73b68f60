/** The part of s3rver, which ships no types, that our test server uses. */
declare module 's3rver' {
  interface Context {
    status: number;
    type: string;
    body: unknown;
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string | undefined>>;
    readonly req: import('node:http').IncomingMessage;
    set(name: string, value: string): void;
    readonly headers: Record<string, string | string[] | undefined>;
  }
  type Middleware = (ctx: Context, next: () => Promise<void>) => Promise<void> | void;

  // biome-ignore lint/style/noDefaultExport: it is what the package exports
  export default class S3rver {
    constructor(options: {
      readonly address: string;
      readonly port: number;
      readonly silent: boolean;
      readonly vhostBuckets: boolean;
      readonly directory: string;
      readonly configureBuckets: readonly { readonly name: string }[];
    });
    readonly middleware: Middleware[];
    readonly store: { existsObject(bucket: string, key: string): Promise<boolean> };
    run(): Promise<unknown>;
    close(): Promise<void>;
  }
}
