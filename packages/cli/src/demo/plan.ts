/** In which order the demonstration is handed in: a credit note only makes sense after its invoice. */
import { invariant } from '@ventanilla/errors';

export interface Dependent {
  readonly name: string;
  readonly dependsOn?: string;
}

/** Cuts documents into waves; everything a document depends on lies in an earlier wave. */
export function planWaves<D extends Dependent>(documents: readonly D[]): readonly (readonly D[])[] {
  const byName = new Map(documents.map((document) => [document.name, document]));
  const depths = new Map<string, number>();

  const depthOf = (document: D, path: readonly string[]): number => {
    const known = depths.get(document.name);
    if (known !== undefined) return known;
    invariant(!path.includes(document.name), `${document.name} depends on itself`);
    let depth = 0;
    if (document.dependsOn !== undefined) {
      const origin = byName.get(document.dependsOn);
      invariant(origin, `${document.name} depends on ${document.dependsOn}, which is not there`);
      depth = depthOf(origin, [...path, document.name]) + 1;
    }
    depths.set(document.name, depth);
    return depth;
  };

  const waves: D[][] = [];
  for (const document of documents) {
    const depth = depthOf(document, []);
    while (waves.length <= depth) waves.push([]);
    waves[depth]?.push(document);
  }
  return waves;
}
