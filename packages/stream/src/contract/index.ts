import { appendingContract } from './appending.ts';
import { deliveringContract } from './delivering.ts';
import { failingContract } from './failing.ts';
import { Scene } from './scene.ts';
import type { Abilities, ContractTarget } from './target.ts';

export type { Abilities, ContractClient, ContractTarget } from './target.ts';

/** The promises of `Stream`, as Jest tests. Every adapter passes the same lines. */
export const describeStreamContract = (
  name: string,
  start: () => Promise<ContractTarget>,
  abilities: Abilities,
): void => {
  describe(`stream contract: ${name}`, () => {
    let target: ContractTarget;
    let scene: Scene;
    beforeAll(async () => {
      target = await start();
      scene = new Scene(target);
    }, 240_000);
    afterEach(() => scene.clear(), 60_000);
    afterAll(() => target?.close(), 60_000);

    appendingContract(() => scene, abilities);
    deliveringContract(() => scene);
    failingContract(
      () => scene,
      () => target,
      abilities,
    );
  });
};
