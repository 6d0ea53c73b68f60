/** The steps of a deployment, with an `aws` that writes down what it is asked and answers as it is told. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const step = (name: string): string => join(import.meta.dirname, 'deploy', name);

const SMOKE = join(import.meta.dirname, 'deploy-smoke.ts');

async function endOf(args: readonly string[]): Promise<unknown> {
  const [code] = await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit');
  return code;
}

const SERVICE = 'arn:aws:ecs:us-east-1:111122223333:service/site-Cluster-1/site-persistence-1';
const REVISION = {
  family: 'site-migrate',
  taskDefinitionArn: 'arn:aws:ecs:us-east-1:111122223333:task-definition/site-migrate:7',
  revision: 7,
  cpu: '256',
  containerDefinitions: [
    { name: 'migrate', image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/ventanilla:1.2.2' },
  ],
};

describe('steps of a deployment', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** `answers`: by the name of the operation, what `aws` prints. */
  function run(name: string, args: readonly string[], answers: Readonly<Record<string, string>>) {
    const aws = join(folder, 'aws');
    const cases = Object.entries(answers).map(
      ([operation, answer]) => `${operation}) echo '${answer}' ;;`,
    );
    writeFileSync(
      aws,
      `#!/bin/bash\nprintf '%s\\n' "$*" >>'${folder}/asked'\ncase $2 in ${cases.join(' ')} esac\n`,
    );
    chmodSync(aws, 0o755);
    const { status, stdout, stderr } = spawnSync(step(name), args, {
      encoding: 'utf8',
      env: { PATH: `${folder}:${dirname(process.execPath)}:/usr/bin:/bin` },
    });
    const file = join(folder, 'asked');
    const asked = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    return { status, stdout, stderr, asked };
  }

  const migration = (ended: string) =>
    run('migrate', ['site', 'ventanilla', '1.2.3'], {
      'describe-stacks': SERVICE,
      'describe-services': '{"awsvpcConfiguration":{"subnets":["subnet-1"]}}',
      'describe-task-definition': JSON.stringify(REVISION),
      'register-task-definition': `${REVISION.taskDefinitionArn.replace(':7', ':8')}`,
      'run-task': 'arn:aws:ecs:us-east-1:111122223333:task/site-Cluster-1/one',
      'describe-tasks': ended,
    });

  it('migrates with the new image, in all else as the task is, where the services run', () => {
    const { status, stdout, asked } = migration('0 Essential container in task exited');
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'migrated to 1.2.3\n' });
    const registered = asked.find((line) => line.includes('register-task-definition')) ?? '';
    expect(registered).toContain('amazonaws.com/ventanilla:1.2.3"');
    expect(registered).not.toMatch(/taskDefinitionArn":|"revision"/);
    const started = asked.find((line) => line.includes('run-task')) ?? '';
    expect(started).toContain('--cluster site-Cluster-1');
    expect(started).toContain('site-migrate:8');
    expect(started).toContain('subnet-1');
  });

  it.each(['1 Essential container in task exited', 'None CannotPullContainerError: gone'])(
    'stops a deployment whose migration ended with %s',
    (ended) => {
      const { status, stderr } = migration(ended);
      expect(status).toBe(1);
      expect(stderr).toContain(`the migration of 1.2.3 ended with ${ended.split(' ')[0]}:`);
    },
  );

  it.each([
    ['None', 0],
    ['0', 0],
    ['2', 1],
    ['', 1],
  ])('an image with critical findings %p ends with %i', (critical, status) => {
    const answers = { 'describe-image-scan-findings': critical };
    expect(run('scan', ['ventanilla', '1.2.3'], answers).status).toBe(status);
  });

  it.each([
    ['what is asked for', 401, 0],
    ['documents of anybody', 202, 1],
  ])('with an API that takes %s, looking ends as it should', async (_, submitted, status) => {
    const server = createServer(({ method }, answer) => {
      answer.statusCode = method === 'POST' ? submitted : 200;
      answer.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      expect(await endOf([SMOKE, `http://127.0.0.1:${port}`])).toBe(status);
    } finally {
      server.close();
    }
  });
});
