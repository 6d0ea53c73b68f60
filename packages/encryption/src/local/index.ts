export { addLocalKeyVersion, createLocalKeyFile, listLocalKeys } from './key-file.ts';
export { createLocalKeyWrapper } from './wrapper.ts';
