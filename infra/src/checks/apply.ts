/** The rule packs over a whole app, and our answers to them. */
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import type { Site } from '../constructs/site.ts';
import { type Acknowledgement, acknowledgementsFor } from './acknowledgements.ts';

export interface Applied {
  readonly acknowledgement: Acknowledgement;
  /** Paths of the constructs it was written on. */
  readonly paths: readonly string[];
}

/** Synthesis then fails on any finding that is not answered. */
export function applyChecks(app: App, site: Site): readonly Applied[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new NIST80053R5Checks(app));
  const constructs = app.node.findAll();
  return acknowledgementsFor(site).map((acknowledgement) => {
    const { ids, where, reason } = acknowledgement;
    const matching = constructs.filter(({ node }) => where.test(node.path));
    for (const construct of matching) {
      for (const id of ids) Validations.of(construct).acknowledge({ id, reason });
    }
    return { acknowledgement, paths: matching.map(({ node }) => node.path) };
  });
}
