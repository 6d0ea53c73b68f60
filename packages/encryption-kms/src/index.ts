export { createKmsKeyWrapper, type KmsKeyWrapperOptions } from './key-wrapper.ts';
export { createKmsSigner } from './signer.ts';
