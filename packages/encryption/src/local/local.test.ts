import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeKeyAdmin, describeKeyWrapper } from '../contract/index.ts';
import {
  addLocalKeyVersion,
  createLocalKeyAdmin,
  createLocalKeyFile,
  createLocalKeyWrapper,
} from './index.ts';

const AT = new Date('2030-01-02T03:04:05Z');
const inFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'));
  return { file: join(folder, 'wrapping.json'), remove: () => rm(folder, { recursive: true }) };
};

async function open() {
  const { file, remove } = await inFolder();
  await createLocalKeyFile(file, AT);
  const wrapper = await createLocalKeyWrapper({ file });
  return {
    wrapper,
    rotate: async () => {
      await addLocalKeyVersion(file, AT);
      return createLocalKeyWrapper({ file });
    },
    stranger: async () => {
      const other = `${file}.other`;
      await createLocalKeyFile(other, AT);
      return createLocalKeyWrapper({ file: other });
    },
    close: async () => {
      await wrapper.close();
      await remove();
    },
  };
}

describeKeyWrapper('local file', open, { remote: false });

describeKeyAdmin('local file', async () => {
  const { file, remove } = await inFolder();
  await createLocalKeyFile(file, AT);
  const admin = createLocalKeyAdmin({ file, now: () => AT });
  return {
    admin: () => admin,
    wrapper: () => createLocalKeyWrapper({ file }),
    turnOver: async () => void (await admin.rotate()),
    close: remove,
  };
});

describe('local key file', () => {
  it('is created for its owner only, and never over another', async () => {
    const { file, remove } = await inFolder();
    await createLocalKeyFile(file, AT);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(createLocalKeyFile(file, AT)).rejects.toMatchObject({ code: 'key-file-exists' });
    await remove();
  });

  it('is never created by opening, and is refused when others can read it', async () => {
    const { file, remove } = await inFolder();
    await expect(createLocalKeyWrapper({ file })).rejects.toMatchObject({
      code: 'key-file-missing',
    });
    await createLocalKeyFile(file, AT);
    await chmod(file, 0o640);
    await expect(createLocalKeyWrapper({ file })).rejects.toMatchObject({
      code: 'key-file-exposed',
    });
    await remove();
  });

  it('wraps nothing once closed', async () => {
    const { file, remove } = await inFolder();
    await createLocalKeyFile(file, AT);
    const wrapper = await createLocalKeyWrapper({ file });
    await wrapper.close();
    await expect(wrapper.generate({})).rejects.toThrow('open wrapper');
    await remove();
  });

  it('forgets the bytes of a key that is destroyed', async () => {
    const { file, remove } = await inFolder();
    await createLocalKeyFile(file, AT);
    const [{ key }] = JSON.parse(await readFile(file, 'utf8')).keys;
    const admin = createLocalKeyAdmin({ file, now: () => AT });
    await admin.rotate();
    await admin.retire('local/1');
    await admin.destroy('local/1');
    expect(await readFile(file, 'utf8')).not.toContain(key);
    await remove();
  });

  it('takes up a rotation without being opened again', async () => {
    const { file, remove } = await inFolder();
    await createLocalKeyFile(file, AT);
    const [writer, reader] = [
      await createLocalKeyWrapper({ file }),
      await createLocalKeyWrapper({ file }),
    ];
    await addLocalKeyVersion(file, AT);
    const { wrapped, plaintext } = await writer.generate({});
    expect(wrapped.keyId).toBe('local/2');
    expect(Buffer.from(await reader.unwrap(wrapped, {}))).toEqual(Buffer.from(plaintext));
    await remove();
  });
});
