export { createS3Objects, type S3ObjectsOptions, type S3Retention } from './s3-objects.ts';
