import { z } from 'zod';
import { call, MARK, MARK_TAG } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';

/** docs.aws.amazon.com/securityhub/1.0/APIReference/API_EnableSecurityHub.html */
export const enableSecurityHub = fix({
  controls: ['securityhub_enabled'],
  type: 'AWS::SecurityHub::Hub',
  title: 'Enable Security Hub with its default standards',
  reads: {
    // InvalidAccess: the account has not subscribed
    hub: read('securityhub', 'DescribeHub', z.object({ HubArn: z.string().optional() }), () => ({}), {
      absent: ['InvalidAccess', 'ResourceNotFound'],
    }),
  },
  actions: [
    ...['securityhub:EnableSecurityHub', 'securityhub:DisableSecurityHub', 'securityhub:TagResource'],
    'iam:CreateServiceLinkedRole',
  ],
  plan: ({ state: { hub }, evidence }) => {
    if (hub !== null) {
      return evidence['enabled'] === true
        ? refuse('It is on and judges by no standard: choose one in Security Hub')
        : nothing('It is on');
    }
    const input = { EnableDefaultStandards: true, Tags: { [MARK_TAG]: MARK } };
    return change(
      [
        'Security Hub will be on in the region, with AWS’s default standards',
        'Its checks need AWS Config to record the region; AWS charges for them after 30 days',
      ],
      // ResourceConflict: the account is subscribed already
      [call('securityhub', 'EnableSecurityHub', input, { done: ['ResourceConflict'] })],
    );
  },
  restore: ({ before: { hub } }) =>
    hub === null
      ? [call('securityhub', 'DisableSecurityHub', {}, { done: ['InvalidAccess', 'ResourceNotFound'] })]
      : [],
});
