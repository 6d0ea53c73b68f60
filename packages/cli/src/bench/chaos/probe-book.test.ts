import { ProbeBook } from './probe-book.ts';

describe('ProbeBook', () => {
  it('finds nothing wrong where everything came once and in order', () => {
    const book = new ProbeBook();
    for (const text of ['a:0', 'b:0', 'a:1']) {
      book.promise(text);
      book.note(text, 'one');
    }
    expect(book.findings).toEqual({ records: 3, lost: 0, outOfOrder: 0, redelivered: 0 });
  });

  it('tells what was promised and never came', () => {
    const book = new ProbeBook();
    book.promise('a:0');
    book.promise('a:1');
    book.note('a:0', 'one');
    expect(book.findings).toMatchObject({ records: 2, lost: 1 });
  });

  it('takes a delivery that comes before its promise', () => {
    const book = new ProbeBook();
    book.note('a:0', 'one');
    book.promise('a:0');
    expect(book.findings).toMatchObject({ records: 1, lost: 0 });
  });

  it('tells a second delivery from one that came too early', () => {
    const book = new ProbeBook();
    for (const text of ['a:0', 'a:1', 'a:0', 'a:1', 'a:2']) book.note(text, 'one');
    expect(book.findings).toMatchObject({ outOfOrder: 0, redelivered: 2 });
    book.note('a:4', 'two');
    expect(book.findings).toMatchObject({ outOfOrder: 1 });
    expect([book.holderOf('a:4'), book.holderOf('a:0')]).toEqual(['two', 'one']);
  });

  it('counts anew and still knows what it has seen', () => {
    const book = new ProbeBook();
    book.note('a:0', 'one');
    book.begin();
    book.note('a:1', 'one');
    book.note('a:0', 'one');
    expect(book.findings).toEqual({ records: 0, lost: 0, outOfOrder: 0, redelivered: 1 });
  });
});
