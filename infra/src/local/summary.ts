/** A local run as a person reads it. */
import type { LocalRun } from './run.ts';

export function describeRun(run: LocalRun): string {
  const { demonstration, callsRefused, notProved, leftOut } = run;
  const tasks = run.tasks.map(({ name, user, readOnlyRoot, cpuUnits, memoryMiB, peakMiB, ...it }) =>
    [
      `| ${name} | ${it.settings} + ${it.secrets} | ${user} | ${readOnlyRoot ? 'yes' : 'no'}`,
      `${cpuUnits / 1_024} | ${memoryMiB} | ${peakMiB ?? '–'} |`,
    ].join(' | '),
  );
  const refused = Object.entries(callsRefused).map(([call, times]) => `REFUSED ${call}, ${times}×`);
  return [
    `Environment ${run.environment}, as ${run.kind}.`,
    '',
    '| task | settings + secrets | user | read-only root | vCPU | MiB | peak MiB |',
    '|---|---|---|---|---|---|---|',
    ...tasks,
    '',
    `Told beside their definitions: ${run.added.join(', ')}.`,
    `${run.callsAllowed} calls of Kinesis, KMS and S3 were within the roles of the tasks; ${refused.length === 0 ? 'none was not.' : 'these were not:'}`,
    ...refused,
    `${demonstration.received} of ${demonstration.documents} documents received, ` +
      `${demonstration.receiptsVerified} receipts verified, ${demonstration.mismatches.length} documents did not end as seeded.`,
    ...(notProved.length > 0 ? [`Not proved this way: ${notProved.join('; ')}.`] : []),
    ...(leftOut.length > 0
      ? [`Left out, with nothing in their place: ${leftOut.join(', ')}.`]
      : []),
    run.passed ? 'Passed.' : 'NOT passed.',
  ].join('\n');
}
