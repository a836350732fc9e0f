import { z } from 'zod';
import { read } from '../../fix.js';

export const BUCKET = 'AWS::S3::Bucket';

/** Serving a website: its endpoint speaks plain HTTP, to anybody. */
export const websiteRead = read(
  's3',
  'GetBucketWebsite',
  z.looseObject({}),
  ({ name }) => ({ Bucket: name }),
  { absent: 'NoSuchWebsiteConfiguration', isContext: true },
);

export const policyRead = read(
  's3',
  'GetBucketPolicy',
  z.object({ Policy: z.string() }),
  ({ name }) => ({ Bucket: name }),
  { absent: 'NoSuchBucketPolicy' },
);
