export { createS3Custody } from './s3-custody.ts';
export { createS3Objects, type S3ObjectsOptions, type S3Retention } from './s3-objects.ts';
export { createS3UploadDoor } from './s3-uploads.ts';
