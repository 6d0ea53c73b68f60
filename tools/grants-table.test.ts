import { grantsPage } from './grants-table.ts';

it('the table of grants in docs/custody.md is current: mended by "node tools/grants-table.ts"', () => {
  expect(grantsPage.current()).toBe(grantsPage.page());
});
