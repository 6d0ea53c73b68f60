import type { SASLOptions } from 'kafkajs';

/** Signs in to MSK as the AWS role of the task: a token for each connection, valid for minutes. */
export const mskIam = (region: string): SASLOptions => ({
  mechanism: 'oauthbearer',
  oauthBearerProvider: async () => {
    // Loaded by those who use it: it brings half of the AWS client along.
    const { generateAuthToken } = await import('aws-msk-iam-sasl-signer-js');
    const { token } = await generateAuthToken({ region });
    return { value: token };
  },
});
