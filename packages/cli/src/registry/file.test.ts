import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRegistryFile } from './file.ts';

describe('registry files', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ventanilla-registry-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const read = async (text: string) => {
    const file = join(folder, 'registry');
    writeFileSync(file, text);
    const groups = await Array.fromAsync(readRegistryFile(file));
    return groups.map(({ taxpayers, mandates }) => [taxpayers.length, mandates.length]);
  };
  const taxpayer = (id: number) => JSON.stringify({ id: String(id), name: `n ${id}` });
  const mandate = '{"certifierId":"9","taxpayerId":"1"}';

  it('takes JSON on one line and on many', async () => {
    const value = { taxpayers: [JSON.parse(taxpayer(1))], mandates: [JSON.parse(mandate)] };
    expect(await read(JSON.stringify(value))).toEqual([[1, 1]]);
    expect(await read(JSON.stringify(value, undefined, 2))).toEqual([[1, 1]]);
    expect(await read(`[\n${taxpayer(1)},\n${mandate}]`)).toEqual([[1, 1]]);
  });

  it('takes NDJSON in groups, with blank lines', async () => {
    const lines = Array.from({ length: 5_001 }, (_, i) => taxpayer(i));
    expect(await read(`${lines.join('\n')}\n\n${mandate}\n`)).toEqual([
      [5_000, 0],
      [1, 1],
    ]);
    expect(await read('')).toEqual([]);
  });

  it('names the line that is wrong', async () => {
    await expect(read(`${taxpayer(1)}\n{"id":"2"}\n`)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('registry:2: name: '),
    });
    await expect(read(`${taxpayer(1)}\n{"id"\n`)).rejects.toThrow('registry:2: ');
  });

  it('says that a file is not there', async () => {
    const nothing = Array.fromAsync(readRegistryFile(join(folder, 'nothing')));
    await expect(nothing).rejects.toMatchObject({ exitCode: 3 });
  });
});
