export { addLocalKeyVersion, createLocalKeyFile } from './key-file.ts';
export { createLocalKeyWrapper } from './wrapper.ts';
