export { addLocalKeyVersion, createLocalKeyAdmin, createLocalKeyFile } from './key-file.ts';
export { createLocalKeyWrapper } from './wrapper.ts';
