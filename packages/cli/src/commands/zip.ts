/** A plain ZIP file, written as documents come: deflated entries, then the directory. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipWriter {
  readonly add: (name: string, bytes: Uint8Array) => void;
  /** Writes the directory; without it the file is no ZIP. */
  readonly end: () => void;
}

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
/** 1980-01-01, the first day a ZIP knows: the same documents then give the same file. */
const EPOCH_DAY = 0x21;
/** Beyond this the format needs its 64-bit form. */
const ENTRIES_MAX = 65_535;

/** Sizes and names, in the order in which both headers hold them. */
function facts(name: Buffer, crc: number, packed: number, size: number): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(VERSION, 0);
  header.writeUInt16LE(UTF8_NAMES, 2);
  header.writeUInt16LE(DEFLATED, 4);
  header.writeUInt16LE(EPOCH_DAY, 8);
  header.writeUInt32LE(crc, 10);
  header.writeUInt32LE(packed, 14);
  header.writeUInt32LE(size, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
}

const mark = (signature: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
};

export function createZip(path: string): ZipWriter {
  const file = openSync(path, 'w');
  const directory: Buffer[] = [];
  let offset = 0;
  const write = (...parts: Buffer[]) => {
    const bytes = Buffer.concat(parts);
    writeSync(file, bytes);
    offset += bytes.length;
  };
  return {
    add(name, bytes) {
      if (directory.length === ENTRIES_MAX) throw new Error(`a ZIP holds ${ENTRIES_MAX} documents`);
      const encoded = Buffer.from(name);
      const packed = deflateRawSync(bytes);
      const common = facts(encoded, crc32(bytes), packed.length, bytes.length);
      const version = Buffer.from([VERSION, 0]);
      const rest = Buffer.alloc(14);
      rest.writeUInt32LE(offset, 10);
      directory.push(
        Buffer.concat([mark(DIRECTORY_ENTRY), version, common, rest.subarray(0, 14), encoded]),
      );
      write(mark(LOCAL_HEADER), common, encoded, packed);
    },
    end() {
      const start = offset;
      write(...directory);
      const end = Buffer.alloc(18);
      end.writeUInt16LE(directory.length, 4);
      end.writeUInt16LE(directory.length, 6);
      end.writeUInt32LE(offset - start, 8);
      end.writeUInt32LE(start, 12);
      write(mark(DIRECTORY_END), end);
      closeSync(file);
    },
  };
}
