export { type Hsm, type HsmOptions, openHsm } from './hsm.ts';
export { createHsmKeyAdmin } from './key-admin.ts';
export { createHsmKeyWrapper } from './key-wrapper.ts';
export { createSigningKey, createWrappingKey } from './objects.ts';
export { createHsmSigner } from './signer.ts';
