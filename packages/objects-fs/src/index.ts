export { createFsCustody } from './fs-custody.ts';
export { createFsObjects } from './fs-objects.ts';
export { createFsUploadDoor } from './fs-uploads.ts';
