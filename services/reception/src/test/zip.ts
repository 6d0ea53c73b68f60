/** Writes ZIP files as tests want them, the lying ones included. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipMember {
  readonly name: string;
  readonly content?: string | Buffer;
  /** 8 (deflate) unless given; the bytes are stored as they are for any other. */
  readonly method?: number;
  readonly flags?: number;
  /** Unix mode. */
  readonly mode?: number;
  /** What the directory claims instead of the truth. */
  readonly claims?: {
    readonly size?: number;
    readonly compressedSize?: number;
    readonly crc?: number;
  };
  /** The bytes of an earlier member instead of its own. */
  readonly sameBytesAs?: number;
}

export function zip(members: readonly ZipMember[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  const mades: Made[] = [];
  let offset = 0;
  for (const member of members) {
    const shared = member.sameBytesAs;
    const made = shared === undefined ? make(member) : (mades[shared] as Made);
    const at = shared === undefined ? offset : (offsets[shared] ?? 0);
    offsets.push(at);
    mades.push(made);
    directory.push(entry(member, made, at));
    if (shared !== undefined) continue;
    const local = localHeader(member, made);
    parts.push(local, made.bytes);
    offset += local.length + made.bytes.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

interface Made {
  readonly bytes: Buffer;
  readonly size: number;
  readonly crc: number;
}

function make({ content = '', method = 8 }: ZipMember): Made {
  const raw = Buffer.from(content);
  return { bytes: method === 8 ? deflateRawSync(raw) : raw, size: raw.length, crc: crc32(raw) };
}

function localHeader({ name, method = 8, flags = 0x800 }: ZipMember, made: Made): Buffer {
  const encoded = Buffer.from(name);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(made.crc, 14);
  header.writeUInt32LE(made.bytes.length, 18);
  header.writeUInt32LE(made.size, 22);
  header.writeUInt16LE(encoded.length, 26);
  return Buffer.concat([header, encoded]);
}

function entry(member: ZipMember, made: Made, offset: number): Buffer {
  const { name, method = 8, flags = 0x800, mode = 0o100644, claims = {} } = member;
  const encoded = Buffer.from(name);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(0x0314, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(claims.crc ?? made.crc, 16);
  header.writeUInt32LE(claims.compressedSize ?? made.bytes.length, 20);
  header.writeUInt32LE(claims.size ?? made.size, 24);
  header.writeUInt16LE(encoded.length, 28);
  header.writeUInt32LE((mode << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, encoded]);
}
