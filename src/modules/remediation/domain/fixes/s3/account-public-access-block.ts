import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';
import { ALL, flags, offIn } from './public-access-block.js';

const ACTION = 's3:PutAccountPublicAccessBlock';

/**
 * All four flags for all buckets of the account, also those to come. What is read of an account does not tell which of
 * its buckets are meant to be public: somebody has to say that there are none.
 */
export const blockAccountPublicAccess = fix({
  controls: ['s3_account_level_public_access_blocks'],
  type: 'AWS::S3::AccountPublicAccessBlock',
  title: 'Block public access to all buckets of the account',
  settings: z.strictObject({
    /** Somebody has looked: no bucket of the account serves a website or public downloads. */
    noBucketIsPublic: z.boolean().default(false),
  }),
  reads: {
    block: read(
      's3control',
      'GetPublicAccessBlock',
      z.object({ PublicAccessBlockConfiguration: flags }),
      ({ accountId }) => ({ AccountId: accountId }),
      { absent: 'NoSuchPublicAccessBlockConfiguration', action: 's3:GetAccountPublicAccessBlock' },
    ),
  },
  actions: [ACTION],
  plan: ({ target: { accountId }, state: { block }, settings }) => {
    const off = offIn(block?.PublicAccessBlockConfiguration);
    if (off.length === 0) return nothing('All four flags are on');
    if (!settings.noBucketIsPublic) {
      return refuse(
        'It would close each public bucket of the account, websites included: make sure that there is none, then set noBucketIsPublic for this fix',
      );
    }
    return change([`${off.join(', ')} will be on for all buckets of the account`], [put(accountId, ALL)]);
  },
  restore: ({ target: { accountId }, before: { block } }) => [
    block === null
      ? call('s3control', 'DeletePublicAccessBlock', { AccountId: accountId }, { action: ACTION })
      : put(accountId, block.PublicAccessBlockConfiguration),
  ],
});

const put = (AccountId: string, PublicAccessBlockConfiguration: z.infer<typeof flags>) =>
  call(
    's3control',
    'PutPublicAccessBlock',
    { AccountId, PublicAccessBlockConfiguration },
    { action: ACTION },
  );
