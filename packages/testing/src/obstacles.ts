/** Tests whose back end this machine may be unable to run: never left out silently, never in CI. */

// biome-ignore lint/style/noProcessEnv: whether it runs in CI is the business of the test run itself
const inCi = (): boolean => process.env.CI === 'true';

/** `body` as it is when there is no obstacle; else one loud line and a skip, or in CI a failure. */
export const describeUnless = (
  obstacle: string | undefined,
  name: string,
  body: () => void,
): void => {
  if (obstacle === undefined) {
    body();
    return;
  }
  if (inCi()) {
    describe(name, () => {
      it('can run on this machine', () => {
        throw new Error(obstacle);
      });
    });
    return;
  }
  process.stderr.write(`NOT TESTED: ${name}: ${obstacle}\n`);
  describe.skip(name, body);
};
