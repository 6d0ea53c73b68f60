/**
 * Re-reads a whole log and recomputes every tile from the leaves up: what an outsider runs to know that
 * nothing in it was altered, withdrawn or signed twice. Memory does not grow with the log.
 */
import {
  appendToLog,
  type Checkpoint,
  EMPTY_EDGE,
  edgePaths,
  HASH_BYTES,
  type LogEdge,
  parseCheckpoint,
  proveConsistency,
  readFrontier,
  rootOf,
  TILE_WIDTH,
  tilePath,
  type VerifyingKey,
  verifyConsistency,
  verifyNote,
} from '@ventanilla/receipts';
import { compareEntries, createPieceComparer, isEntryFile } from './entry-files.ts';
import { createFindings, type Finding, type Findings } from './findings.ts';
import type { LogFiles } from './log-files.ts';

export interface MonitorOptions {
  readonly files: LogFiles;
  readonly keys: readonly VerifyingKey[];
  /** The head seen the last time: the log must begin with it. */
  readonly remembered?: Checkpoint;
  /** Called after each tile of leaves, with the leaves read so far. */
  readonly onProgress?: (leaves: number, size: number) => void;
}

export interface MonitorReport {
  readonly findings: readonly Finding[];
  /** What to remember for the next time; absent when it could not be read and believed. */
  readonly checkpoint?: Checkpoint;
  readonly tiles: number;
  /** Entries hashed and compared with the leaves. */
  readonly entries: number;
}

const TILE = /^tile\/(\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/;

/** Reads and believes the checkpoint, or says why not. */
async function readCheckpoint(
  { files, keys }: MonitorOptions,
  findings: Findings,
): Promise<Checkpoint | undefined> {
  const bytes = await files.read('checkpoint');
  if (bytes === undefined) {
    findings.add('missing', 'checkpoint');
    return undefined;
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    findings.add('checkpoint-malformed', 'checkpoint');
    return undefined;
  }
  const note = verifyNote(text, keys);
  if (note.outcome !== 'verified') {
    findings.add(
      note.outcome === 'malformed' ? 'checkpoint-malformed' : note.outcome,
      'checkpoint',
    );
    return undefined;
  }
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint === undefined) findings.add('checkpoint-malformed', 'checkpoint');
  return checkpoint;
}

const same = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && Buffer.from(a.buffer, a.byteOffset, a.length).equals(b);

/** Leaves of tile `index`, from the full tile or the partial one of this size. */
async function readLeaves(
  files: LogFiles,
  index: number,
  size: number,
): Promise<Uint8Array | undefined> {
  const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
  const exact = await files.read(tilePath(0, index, width));
  const found = exact ?? (width < TILE_WIDTH ? await files.read(tilePath(0, index)) : undefined);
  return found?.subarray(0, width * HASH_BYTES);
}

const hashesOf = (tile: Uint8Array): Uint8Array[] =>
  Array.from({ length: tile.length / HASH_BYTES }, (_, i) =>
    tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );

/** Recomputes the tree of a checkpoint and compares every full tile on the way. */
async function rebuild(
  { files, onProgress }: MonitorOptions,
  size: number,
  findings: Findings,
): Promise<LogEdge | undefined> {
  let edge = EMPTY_EDGE;
  for (let index = 0; edge.size < size; index += 1) {
    const leaves = await readLeaves(files, index, size);
    const width = Math.min(TILE_WIDTH, size - edge.size);
    if (leaves?.length !== width * HASH_BYTES) {
      findings.add(leaves === undefined ? 'missing' : 'altered', tilePath(0, index, width));
      return undefined;
    }
    await compareEntries(files, index, leaves, findings);
    const grown = appendToLog(edge, hashesOf(leaves));
    // The first is the tile just read; partial ones on the way up were never published.
    for (const { path, bytes } of grown.tiles.slice(1)) {
      if (path.includes('.p/')) continue;
      const stored = await files.read(path);
      if (!same(stored, bytes)) findings.add(stored ? 'altered' : 'missing', path);
    }
    edge = grown.edge;
    onProgress?.(edge.size, size);
  }
  return edge;
}

/** The partial tiles that the head needs. */
async function compareEdge(files: LogFiles, edge: LogEdge, findings: Findings): Promise<void> {
  for (const [level, path] of edgePaths(edge.size).entries()) {
    if (path === undefined) continue;
    const [whole = path] = path.split('.p/');
    const stored = (await files.read(path)) ?? (await files.read(whole));
    const expected = edge.partial[level] ?? new Uint8Array();
    if (!same(stored?.subarray(0, expected.length), expected)) {
      findings.add(stored ? 'altered' : 'missing', path);
    }
  }
}

const numberOf = (path: string): number => Number(path.replaceAll('/', '').replaceAll('x', ''));

/** Every file: partial tiles of older heads must begin the tile that grew out of them. */
async function compareFiles(
  files: LogFiles,
  size: number,
  edge: LogEdge,
  findings: Findings,
): Promise<number> {
  let tiles = 0;
  const comparePiece = createPieceComparer(files, size, findings);
  for await (const path of files.list?.() ?? []) {
    if (isEntryFile(path)) {
      await comparePiece(path);
      continue;
    }
    const [, level, index, width] = TILE.exec(path) ?? [];
    if (level === undefined || index === undefined) {
      findings.add('unexpected', path);
      continue;
    }
    tiles += 1;
    if (width === undefined) continue;
    const count = Math.floor(size / TILE_WIDTH ** Number(level));
    const tile = numberOf(index);
    // Written ahead of the next head: nothing signed speaks of it yet.
    if (tile * TILE_WIDTH + Number(width) > count) continue;
    const grown =
      (tile + 1) * TILE_WIDTH <= count
        ? await files.read(tilePath(Number(level), tile))
        : edge.partial[Number(level)];
    const stored = await files.read(path);
    const expected = grown?.subarray(0, Number(width) * HASH_BYTES);
    if (!stored || !expected || !same(stored, expected)) findings.add('altered', path);
  }
  return tiles;
}

/** The head that witnesses cosigned must be one of this log's. */
async function compareCosigned(
  { files, keys }: MonitorOptions,
  { size }: Checkpoint,
  findings: Findings,
): Promise<void> {
  const bytes = await files.read('cosigned');
  if (bytes === undefined) return;
  const note = verifyNote(Buffer.from(bytes).toString(), keys);
  const head = note.outcome === 'verified' ? parseCheckpoint(note.text) : undefined;
  const known = head !== undefined && head.size <= size;
  const root = known ? rootOf(await readFrontier(head.size, files.read)) : undefined;
  if (!root || !head || !same(root, head.root)) findings.add('altered', 'cosigned');
}

async function compareRemembered(
  { files, remembered }: MonitorOptions,
  checkpoint: Checkpoint,
  findings: Findings,
): Promise<void> {
  if (remembered === undefined) return;
  if (remembered.size > checkpoint.size) return findings.add('shrunk', 'checkpoint');
  const proof = await proveConsistency(remembered.size, checkpoint.size, files.read);
  const consistent = verifyConsistency({
    from: remembered.size,
    to: checkpoint.size,
    proof,
    fromRoot: remembered.root,
    toRoot: checkpoint.root,
  });
  if (!consistent) findings.add('forked', 'checkpoint');
}

/** Checks the whole log. Throws only what reading throws: an unreachable log is not an altered one. */
export async function monitorLog(options: MonitorOptions): Promise<MonitorReport> {
  const findings = createFindings();
  const checkpoint = await readCheckpoint(options, findings);
  if (checkpoint === undefined) return { findings: findings.all(), tiles: 0, entries: 0 };
  const { files } = options;
  const { size } = checkpoint;
  const edge = await rebuild(options, size, findings);
  if (edge === undefined) return { findings: findings.all(), tiles: 0, entries: 0 };
  await compareEdge(files, edge, findings);
  const tiles = await compareFiles(files, size, edge, findings);
  // With tiles that are as they should be, the root is that of the leaves.
  const sound = findings.all().length === 0;
  const root = sound ? rootOf(await readFrontier(size, files.read)) : undefined;
  if (root && !same(root, checkpoint.root)) findings.add('altered', 'checkpoint');
  if (sound) await compareCosigned(options, checkpoint, findings);
  if (sound) await compareRemembered(options, checkpoint, findings);
  const entries = files.readEntries ? size : 0;
  return { findings: findings.all(), checkpoint, tiles, entries };
}
