/** The mutator is reproducible, what it writes is XML, and its own documents are sound to us. */
import { createXmlEngine } from '../../packages/xml/src/index.ts';
import { aimAt, changeFor } from './aim.ts';
import { createJudge } from './compare.ts';
import { createDice } from './dice.ts';
import { changeAnything } from './mutate.ts';
import { ownBases } from './own-bases.ts';
import { gather } from './pool.ts';
import { ruleSetOf } from './rule-sets.ts';
import { copy, toBytes, toTree } from './tree.ts';

const engine = createXmlEngine();
const parse = (bytes: Uint8Array) => {
  const parsed = engine.parse(bytes);
  if (!parsed.ok) throw new Error(parsed.detail);
  const root = toTree(parsed.document.root);
  parsed.document.dispose();
  return root;
};

describe.each(['ubl', 'cii'] as const)('%s', (syntax) => {
  const bases = ownBases(syntax).map(([, bytes]) => parse(bytes));
  const pool = gather(bases);

  it('own documents are accepted, and say the same once written anew', () => {
    const judge = createJudge(ruleSetOf(syntax).format);
    for (const root of bases) {
      const { fatal, isRejected } = judge(toBytes(root));
      expect([root.name, [...fatal], isRejected]).toEqual([root.name, [], false]);
      expect(parse(toBytes(root))).toEqual(root);
    }
  });

  it('the same seed makes the same mutant, which is well-formed and judged', () => {
    const judge = createJudge(ruleSetOf(syntax).format);
    let rejected = 0;
    for (let seed = 0; seed < 100; seed += 1) {
      const make = () => {
        const dice = createDice(seed);
        const workshop = { root: copy(dice.pick(bases)), pool, dice };
        changeAnything(workshop);
        return toBytes(workshop.root);
      };
      expect(make()).toEqual(make());
      if (judge(make()).isRejected) rejected += 1;
    }
    expect(rejected).toBeGreaterThan(20);
    expect(rejected).toBeLessThan(100);
  });
});

describe('aims', () => {
  const [[, bytes]] = ownBases('ubl') as [readonly [string, Uint8Array]];
  const pool = gather([parse(bytes)]);
  const aim = aimAt({
    code: 'X-1',
    isFatal: true,
    context: 'cac:PayeeParty',
    test: "count(cac:PartyName/cbc:Name) <= 1 and cbc:ID != 'A'",
  });

  it('reads what an assertion is about', () => {
    expect(aim.about).toEqual([[{ prefix: 'cac', name: 'PayeeParty' }]]);
    expect(aim.literals).toEqual(['A']);
  });

  it('changes only that', () => {
    const payeeOf = (root: ReturnType<typeof parse>) =>
      root.children.find(({ name }) => name === 'PayeeParty');
    const before = parse(bytes);
    const seen = new Set<string>();
    for (let seed = 0; seed < 40; seed += 1) {
      const root = copy(before);
      changeFor(aim, { root, pool, dice: createDice(seed) });
      const payee = payeeOf(root);
      const rest = { ...root, children: root.children.filter(({ name }) => name !== 'PayeeParty') };
      if (rest.children.length === before.children.length - 1) seen.add(JSON.stringify(payee));
    }
    expect(seen.size).toBeGreaterThan(3);
  });
});
