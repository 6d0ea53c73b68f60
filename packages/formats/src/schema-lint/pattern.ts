/** XSD patterns, read far enough to say what they do that their author did not mean. */

export interface Piece {
  readonly atom:
    | { readonly kind: 'char'; readonly char: string }
    | { readonly kind: 'class'; readonly text: string }
    | { readonly kind: 'group'; readonly branches: readonly (readonly Piece[])[] };
  readonly min: number;
  readonly max: number;
  /** Place in the pattern. */
  readonly from: number;
  readonly to: number;
}
export type Branch = readonly Piece[];

const QUANTIFIER = /^(?:\?|\*|\+|\{(\d+)(?:(,)(\d*))?\})/;

/** Nesting beyond this is no pattern of an invoice schema. */
const DEPTH_MAX = 50;

/** undefined when the text is not a pattern we understand. */
export function parsePattern(pattern: string): readonly Branch[] | undefined {
  let at = 0;

  const readClass = (): string | undefined => {
    const from = at;
    at += 1;
    for (let depth = 1; at < pattern.length; at += 1) {
      if (pattern[at] === '\\') at += 1;
      else if (pattern[at] === '[') depth += 1;
      else if (pattern[at] === ']') {
        depth -= 1;
        if (depth === 0) {
          at += 1;
          return pattern.slice(from + 1, at - 1);
        }
      }
    }
    return undefined;
  };

  const readAtom = (depth: number): Piece['atom'] | undefined => {
    const char = pattern[at]!;
    if (char === '(') {
      at += 1;
      const branches = readBranches(depth + 1);
      if (branches === undefined || pattern[at] !== ')') return undefined;
      at += 1;
      return { kind: 'group', branches };
    }
    if (char === '[') {
      const text = readClass();
      return text === undefined ? undefined : { kind: 'class', text };
    }
    if (char === '\\') {
      const category = /^\\[pP]\{[^}]*\}/.exec(pattern.slice(at))?.[0] ?? pattern.slice(at, at + 2);
      at += category.length;
      return { kind: 'class', text: category };
    }
    at += 1;
    return char === '.' ? { kind: 'class', text: '.' } : { kind: 'char', char };
  };

  const readQuantifier = (): readonly [min: number, max: number] => {
    const match = QUANTIFIER.exec(pattern.slice(at));
    if (match === null) return [1, 1];
    at += match[0].length;
    if (match[0] === '?') return [0, 1];
    if (match[0] === '*') return [0, Number.POSITIVE_INFINITY];
    if (match[0] === '+') return [1, Number.POSITIVE_INFINITY];
    const min = Number(match[1]);
    if (match[2] === undefined) return [min, min];
    return [min, match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3])];
  };

  const readBranches = (depth: number): readonly Branch[] | undefined => {
    if (depth > DEPTH_MAX) return undefined;
    const branches: Piece[][] = [[]];
    while (at < pattern.length && pattern[at] !== ')') {
      if (pattern[at] === '|') {
        at += 1;
        branches.push([]);
        continue;
      }
      const from = at;
      const atom = readAtom(depth);
      if (atom === undefined) return undefined;
      const [min, max] = readQuantifier();
      branches.at(-1)!.push({ atom, min, max, from, to: at });
    }
    return branches;
  };

  const branches = readBranches(0);
  return at === pattern.length ? branches : undefined;
}

const lengthOfPiece = ({ atom, min }: Piece): number =>
  min * (atom.kind === 'group' ? Math.min(...atom.branches.map(shortestOf)) : 1);

/** Characters of the shortest text that a branch matches. */
const shortestOf = (branch: Branch): number =>
  branch.reduce((total, piece) => total + lengthOfPiece(piece), 0);

function* eachPiece(branches: readonly Branch[]): Generator<Piece> {
  for (const branch of branches) {
    for (const piece of branch) {
      yield piece;
      if (piece.atom.kind === 'group') yield* eachPiece(piece.atom.branches);
    }
  }
}

/** `^` and `$`, which other dialects read as anchors and XSD as characters that the value must hold. */
export const findAnchors = (branches: readonly Branch[]): readonly Piece[] =>
  [...eachPiece(branches)].filter(
    ({ atom }) => atom.kind === 'char' && (atom.char === '^' || atom.char === '$'),
  );

export interface AccidentalRange {
  readonly range: string;
  /** What it lets in besides its ends. */
  readonly between: string;
}

const isPlain = (char: string): boolean => /[0-9A-Za-z\u00C0-\u024F]/.test(char);

/** Ranges such as `%-/` whose ends are marks: their author meant three characters. */
export function findAccidentalRanges(branches: readonly Branch[]): readonly AccidentalRange[] {
  const found: AccidentalRange[] = [];
  for (const { atom } of eachPiece(branches)) {
    if (atom.kind !== 'class' || atom.text.startsWith('\\')) continue;
    const text = atom.text.replace(/\\./g, '  ');
    for (let i = 1; i < text.length - 1; i += 1) {
      const [low, high] = [text[i - 1]!, text[i + 1]!];
      if (text[i] !== '-' || low === ' ' || high === ' ' || low === '^') continue;
      if (isPlain(low) && isPlain(high)) continue;
      const [a, b] = [low.charCodeAt(0), high.charCodeAt(0)];
      if (b <= a) continue;
      const between = Array.from({ length: b - a - 1 }, (_, k) => String.fromCharCode(a + 1 + k));
      found.push({ range: `${low}-${high}`, between: between.join('') });
    }
  }
  return found;
}

/** Branches, at any depth, that need more characters than the type allows: they can never match. */
export function findDeadBranches(
  branches: readonly Branch[],
  maxLength: number,
  pattern: string,
  around = 0,
): readonly string[] {
  const dead: string[] = [];
  for (const branch of branches) {
    const whole = shortestOf(branch) + around;
    if (whole > maxLength && branches.length > 1) {
      dead.push(pattern.slice(branch[0]!.from, branch.at(-1)!.to));
      continue;
    }
    for (const piece of branch) {
      if (piece.atom.kind !== 'group' || piece.max === 0) continue;
      const rest = whole - lengthOfPiece(piece);
      dead.push(...findDeadBranches(piece.atom.branches, maxLength, pattern, rest));
    }
  }
  return dead;
}

/** The pattern without the marks that were meant as anchors. */
export function withoutAnchors(pattern: string): string {
  const branches = parsePattern(pattern);
  if (branches === undefined) return pattern;
  let result = pattern;
  for (const { from, to } of [...findAnchors(branches)].reverse()) {
    result = result.slice(0, from) + result.slice(to);
  }
  return result;
}
