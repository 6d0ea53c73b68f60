import { countKeyCalls, perThousand } from './key-calls.ts';

const line = (call: string, outcome: string, count: number) =>
  `ventanilla_key_calls_total{call="${call}",outcome="${outcome}",service="s"} ${count}\n`;

it('key calls of all processes and outcomes are added up', () => {
  const one = `# TYPE x counter\n${line('generate', 'ok', 2)}${line('unwrap', 'ok', 7)}`;
  const other = line('generate', 'ok', 1) + line('generate', 'key-service-throttled', 3);
  const calls = countKeyCalls([one, other, '']);
  expect(calls).toEqual({ generate: 6, unwrap: 7 });
  expect(perThousand(calls, 20_000)).toEqual({ generate: 0.3, unwrap: 0.35, all: 0.65 });
});
