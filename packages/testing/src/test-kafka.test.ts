import { variableOf } from './kafka-container.ts';
import { chooseWay } from './test-kafka.ts';

const can = async () => undefined;
const cannot = (why: string) => async () => why;
const unasked = async () => {
  throw new Error('was looked at in vain');
};

describe('where the broker of tests runs', () => {
  it.each([
    ['a container where an engine runs', undefined, can, unasked, 'container'],
    ['the local JVM where none does', undefined, cannot('no engine'), can, 'jvm'],
    ['a container asked for', 'container', can, unasked, 'container'],
    ['a JVM asked for', 'jvm', unasked, can, 'jvm'],
  ])('%s', async (_, asked, container, jvm, way) => {
    const choice = await chooseWay(asked, { container, jvm });
    expect(choice).toEqual({ way, line: expect.any(String) });
  });

  it.each([
    ['neither can be', undefined, cannot('no engine'), cannot('no Java'), /no Java.*no engine/],
    ['the container asked for cannot be', 'container', cannot('no engine'), can, /no engine/],
    ['the JVM asked for cannot be', 'jvm', can, cannot('no Java'), /no Java/],
  ])('nowhere when %s', async (_, asked, container, jvm, why) => {
    const { obstacle } = await chooseWay(asked, { container, jvm });
    expect(obstacle).toMatch(why);
  });

  it('is not guessed from a word misspelt', async () => {
    await expect(chooseWay('docker', { container: can, jvm: can })).rejects.toThrow('"docker"');
  });
});

it('names settings as the image does', () => {
  expect(['log.dirs', 'a_b-c'].map(variableOf)).toEqual(['KAFKA_LOG_DIRS', 'KAFKA_A__B___C']);
});
