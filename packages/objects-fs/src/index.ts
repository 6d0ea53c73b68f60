export { createFsObjects } from './fs-objects.ts';
