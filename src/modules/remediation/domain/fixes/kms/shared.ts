import { z } from 'zod';
import { read } from '../../fix.js';

export const KEY = 'AWS::KMS::Key';

/** The ARN and not the id: keys of other regions have the same id where they are replicas. */
export const keyRead = read(
  'kms',
  'DescribeKey',
  z.object({
    KeyMetadata: z.object({
      KeyManager: z.string().optional(),
      KeyState: z.string().optional(),
      KeySpec: z.string().optional(),
      Origin: z.string().optional(),
      DeletionDate: z.string().optional(),
      MultiRegionConfiguration: z.object({ MultiRegionKeyType: z.string().optional() }).optional(),
    }),
  }),
  ({ arn }) => ({ KeyId: arn }),
);
