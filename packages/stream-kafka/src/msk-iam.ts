import type { SASLOptions } from 'kafkajs';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Signs in to MSK as the AWS role of the task, or who is given: a token for each connection, valid for 15 minutes. */
export const mskIam = (region: string, credentials?: () => Promise<AwsCredentials>) =>
  ({
    mechanism: 'oauthbearer',
    oauthBearerProvider: async () => {
      // Loaded by those who use it: it brings half of the AWS client along.
      const signer = await import('aws-msk-iam-sasl-signer-js');
      const { token } = await (credentials
        ? signer.generateAuthTokenFromCredentialsProvider({
            region,
            awsCredentialsProvider: credentials,
          })
        : signer.generateAuthToken({ region }));
      return { value: token };
    },
  }) satisfies SASLOptions;
