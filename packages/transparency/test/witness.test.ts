import type { AddressInfo } from 'node:net';
import { createMemoryObjects } from '@ventanilla/objects/memory';
import {
  parseNote,
  signNote,
  verifyCosignatures,
  verifyNote,
  type WitnessKey,
} from '@ventanilla/receipts';
import {
  askWitness,
  createWitness,
  createWitnessing,
  monitorLog,
  serveWitness,
} from '../src/index.ts';
import { createPlatform, createSigner, ORIGIN } from './platform.ts';

const NOW_MS = 1_900_000_000_500;

async function setUp() {
  const platform = await createPlatform();
  const { key, sign } = createSigner('witness.example/w1');
  const objects = createMemoryObjects();
  const options = {
    logs: [{ origin: ORIGIN, keys: platform.keys }],
    objects,
    key,
    sign,
    now: () => NOW_MS,
  };
  const server = serveWitness(options);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/w1`;
  const ask = (checkpoint: string) =>
    askWitness(
      { key, url },
      { checkpoint, readTile: platform.readTile, signal: AbortSignal.timeout(5_000) },
    );
  const close = () => new Promise((resolve) => server.close(resolve));
  return { platform, key, options, objects, url, ask, close };
}

describe('witness over HTTP', () => {
  it('cosigns a growing log, and the log serves heads that carry both signatures', async () => {
    const { platform, key, ask, close } = await setUp();
    for (const count of [3, 300, 40]) {
      const cosigned = await ask(await platform.register(count));
      expect(verifyNote(cosigned, platform.keys).outcome).toBe('verified');
      expect(verifyCosignatures(cosigned, [key])).toEqual([
        { witness: key, seconds: Math.floor(NOW_MS / 1000) },
      ]);
    }
    await close();
  });

  it('remembers across restarts, and never cosigns another past', async () => {
    const { platform, key, options, ask, close } = await setUp();
    await ask(await platform.register(200));
    await close();
    const fork = await createPlatform();
    const checkpoint = await fork.register(300);
    const again = createWitness({ ...options, logs: [{ origin: ORIGIN, keys: fork.keys }] });
    const post = async (_: unknown, { body }: { body: string }) => {
      const answer = await again(body);
      return new Response(answer.body, { status: answer.status });
    };
    const asking = askWitness(
      { key, url: 'http://witness.example' },
      {
        checkpoint,
        readTile: fork.readTile,
        signal: AbortSignal.timeout(5_000),
        fetch: post as unknown as typeof fetch,
      },
    );
    await expect(asking).rejects.toMatchObject({
      code: 'witness-failed',
      message: expect.stringContaining('answered 422'),
    });
  });

  it('is not believed with a cosignature that does not verify', async () => {
    const { platform, url, close } = await setUp();
    const checkpoint = await platform.register(3);
    const impostor = createSigner('witness.example/w1').key;
    const options = { checkpoint, readTile: platform.readTile, signal: AbortSignal.timeout(5_000) };
    await expect(askWitness({ key: impostor, url }, options)).rejects.toMatchObject({
      message: expect.stringContaining('does not verify'),
    });
    await close();
    await expect(askWitness({ key: impostor, url }, options)).rejects.toMatchObject({
      code: 'witness-failed',
      retryable: true,
    });
  });

  it('answers the wrong requests as the protocol says', async () => {
    const { platform, url, close } = await setUp();
    const checkpoint = await platform.register(3);
    const post = async (body: string, path = '/add-checkpoint', method = 'POST') =>
      (await fetch(`${url}${path}`, method === 'POST' ? { method, body } : { method })).status;
    expect(await post('nonsense')).toBe(400);
    expect(await post(`old 0\n\n${checkpoint.replace(ORIGIN, 'other.example')}`)).toBe(404);
    expect(await post(`old 9\n\n${checkpoint}`)).toBe(400);
    expect(await post('', '/other')).toBe(404);
    expect(await post('', '/add-checkpoint', 'GET')).toBe(405);
    expect(await post('x'.repeat(200_000))).toBe(413);
    const forged = `old 0\n\n${checkpoint.replace('\n3\n', '\n4\n')}`;
    expect(await post(forged)).toBe(403);
    expect(parseNote(checkpoint)?.signatures).toHaveLength(1);
    await close();
  });
});

describe('witnessing', () => {
  const cosignedBy = async (
    platform: Awaited<ReturnType<typeof createPlatform>>,
    key: WitnessKey,
  ) => {
    const note = Buffer.from((await platform.objects.get('log/cosigned')) ?? []).toString();
    return { names: verifyCosignatures(note, [key]).map(({ witness }) => witness.name), note };
  };

  it('keeps the newest cosigned head, and is not held up by a witness that is down or lies', async () => {
    const { platform, key, url, close } = await setUp();
    const down = { key: createSigner('down.example/w').key, url: 'http://127.0.0.1:1' };
    const liar = { key: createSigner('liar.example/w').key, url };
    const failed: string[] = [];
    const ask = createWitnessing({
      objects: platform.objects,
      witnesses: [down, { key, url }, liar],
      timeoutMs: 5_000,
      onFailure: (witness) => failed.push(witness.key.name),
    });
    expect(await ask()).toEqual([]);
    for (const size of [3, 300]) {
      failed.length = 0;
      const checkpoint = await platform.register(size);
      expect(await ask()).toEqual([key.name]);
      expect(failed.sort()).toEqual(['down.example/w', 'liar.example/w']);
      const { names, note } = await cosignedBy(platform, key);
      expect(names).toEqual([key.name]);
      expect(parseNote(note)?.text).toBe(parseNote(checkpoint)?.text);
    }
    await close();
    await platform.register(5);
    expect(await ask()).toEqual([]);
    expect((await cosignedBy(platform, key)).names).toEqual([key.name]);
    expect((await monitorLog({ files: platform.files, keys: platform.keys })).findings).toEqual([]);
  });

  it('asks each head once, and gives up on silence in time', async () => {
    const { platform, key, url, close } = await setUp();
    let asked = 0;
    const counting = ((...args: Parameters<typeof fetch>) => {
      asked += 1;
      return fetch(...args);
    }) as typeof fetch;
    const options = { objects: platform.objects, timeoutMs: 5_000, onFailure: () => undefined };
    const ask = createWitnessing({ ...options, witnesses: [{ key, url }], fetch: counting });
    await platform.register(3);
    await ask();
    await ask();
    expect(asked).toBe(1);
    await platform.register(4);
    await ask();
    expect(asked).toBe(2);
    await close();
    const silent = ((_: unknown, { signal }: { signal: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      })) as unknown as typeof fetch;
    const impatient = createWitnessing({
      ...options,
      witnesses: [{ key, url }],
      timeoutMs: 20,
      fetch: silent,
    });
    await platform.register(1);
    expect(await impatient()).toEqual([]);
  });

  it('is watched: a cosigned head of another past is found', async () => {
    const { platform, close } = await setUp();
    await platform.register(9);
    const other = await createPlatform();
    const text = parseNote(await other.register(9))?.text ?? '';
    const { signer, objects, files, keys } = platform;
    const note = await signNote(text, signer.key, signer.sign);
    await objects.replace('log/cosigned', Buffer.from(note));
    expect((await monitorLog({ files, keys })).findings).toEqual([
      { code: 'altered', where: 'cosigned' },
    ]);
    await close();
  });
});
