import { readPage, undescribed, withTable } from './settings-table.ts';

describe('the table of settings in docs/operating.md', () => {
  it('is current: mended by "node tools/settings-table.ts"', () => {
    expect(withTable(readPage())).toBe(readPage());
  });

  it('describes every setting', () => {
    expect(undescribed()).toEqual([]);
  });
});
