export { createKmsKeyAdmin } from './key-admin.ts';
export { createKmsKeyWrapper, type KmsKeyWrapperOptions } from './key-wrapper.ts';
export { createKmsSigner } from './signer.ts';
