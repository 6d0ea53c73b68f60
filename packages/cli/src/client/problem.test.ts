import { isPassing, readProblem, sayProblem } from './problem.ts';

describe('readProblem', () => {
  it('reads problem+json', () => {
    const body = JSON.stringify({ code: 'document-too-large', title: 'Too large', detail: '2 MB' });
    const problem = readProblem(413, {}, body);
    expect(sayProblem(problem)).toBe('Too large: 2 MB (document-too-large)');
    expect(isPassing(problem)).toBe(false);
  });

  it.each(['<html>', '', 'null', '[]'])('makes the best of %p', (body) => {
    const problem = readProblem(503, { 'retry-after': '2' }, body);
    expect(problem).toMatchObject({ code: 'http-503', retryAfter: 2 });
    expect(isPassing(problem)).toBe(true);
  });
});
