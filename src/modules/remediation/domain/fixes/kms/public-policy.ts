import { z } from 'zod';
import { call } from '../../call.js';
import { fix, read, refuse } from '../../fix.js';
import { withoutPublic } from '../without-public.js';
import { KEY, keyRead } from './shared.js';

/** Somebody of the account can still change the policy: what PutKeyPolicy checks as well, for its caller. */
const isManaged = (left: readonly Record<string, unknown>[], accountId: string): boolean =>
  left.some(
    (one) =>
      one['Effect'] === 'Allow' &&
      one['Condition'] === undefined &&
      [one['Action']]
        .flat()
        .some((action) => /^(\*|kms:\*|kms:Put(\*|Key\*|KeyPolicy))$/i.test(String(action))) &&
      new RegExp(`"(${accountId}|arn:[^"]*:${accountId}:[^"]*)"`).test(JSON.stringify(one['Principal'])),
  );

/** docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html: without it nobody may manage the key. */
export const closeKeyPolicy = fix({
  controls: ['kms_key_not_publicly_accessible'],
  type: KEY,
  title: 'Take statements for everybody out of the key policy',
  reads: {
    key: { ...keyRead, isContext: true },
    policy: read('kms', 'GetKeyPolicy', z.object({ Policy: z.string() }), ({ arn }) => ({
      KeyId: arn,
      PolicyName: 'default',
    })),
  },
  actions: ['kms:PutKeyPolicy'],
  plan: ({ target: { arn, accountId }, state: { key, policy }, evidence }) => {
    const { KeyManager, KeyState = '' } = key.KeyMetadata;
    if (KeyManager === 'AWS') return refuse('It is a key of AWS, whose policy only AWS changes');
    if (KeyState.startsWith('Pending')) return refuse(`It is ${KeyState}`);
    return withoutPublic(
      policy.Policy,
      evidence['statements'],
      (rest) => put(arn, rest ?? ''),
      ({ left }) =>
        isManaged(left, accountId)
          ? undefined
          : `Without those statements nobody of ${accountId} could manage the key any more: let the account in by a statement of its own first`,
    );
  },
  restore: ({ target: { arn }, before: { policy } }) => [put(arn, policy.Policy)],
});

const put = (KeyId: string, Policy: string) =>
  call('kms', 'PutKeyPolicy', { KeyId, PolicyName: 'default', Policy });
