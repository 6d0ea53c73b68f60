export type { JudgedContent } from './judged.ts';
export { decodeJudged, encodeJudged } from './judged.ts';
export type { DecodedSegment, Place, SegmentPurpose } from './layout.ts';
export { decodeSegment } from './layout.ts';
export type { Originals, Pointer, RestoredDocument, SegmentReader } from './read.ts';
export { openOriginals, readEntry, readSegment } from './read.ts';
export { reencryptSegment } from './reencrypt.ts';
export type { SegmentDocument, SegmentWriter, WrittenSegment } from './write.ts';
export { writeSegment } from './write.ts';
