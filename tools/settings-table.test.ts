import { settingsPage, undescribed } from './settings-table.ts';

describe('the table of settings in docs/operating.md', () => {
  it('is current: mended by "node tools/settings-table.ts"', () => {
    expect(settingsPage.current()).toBe(settingsPage.page());
  });

  it('describes every setting', () => {
    expect(undescribed()).toEqual([]);
  });
});
