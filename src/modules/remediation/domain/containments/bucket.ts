import { change, fix, nothing } from '../fix.js';
import { blockRead, offIn, PUT_BLOCK, putBlock, restoreBlock } from '../fixes/s3/public-access-block.js';
import { BUCKET, websiteRead } from '../fixes/s3/shared.js';

/** Closes a bucket at once, a website too: other than the fix of the control, which refuses that. */
export const containBucket = fix({
  id: 'contain-bucket',
  controls: [],
  type: BUCKET,
  title: 'Shut the bucket to the public',
  reads: {
    block: blockRead,
    website: websiteRead,
  },
  actions: [PUT_BLOCK],
  plan: ({ target: { name }, state: { block, website } }) => {
    const off = offIn(block?.PublicAccessBlockConfiguration);
    if (off.length === 0) return nothing('All four flags are on: the public is shut out already');
    const words = [
      `${off.join(', ')} will be on: public ACLs and policies count no more, and accounts of others that a public policy let in are shut out`,
      ...(website === null ? [] : ['It serves a website, which nobody outside can read from then on']),
    ];
    return change(words, [putBlock(name)]);
  },
  restore: ({ target: { name }, before: { block } }) => [restoreBlock(name, block)],
  holds: ({ block }) => block !== null && offIn(block.PublicAccessBlockConfiguration).length === 0,
});
