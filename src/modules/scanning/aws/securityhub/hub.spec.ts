import { describe, expect, it } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { securityHubReader } from './hub.js';

/** Answers in the shape of docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html. */
const HUB = { HubArn: 'arn:aws:securityhub:eu-west-1:123456789012:hub/default', AutoEnableControls: true };
const refused = (message: string) => Object.assign(sdkError('InvalidAccessException', 401), { message });
const ref = { arn: HUB.HubArn, name: 'default', region: 'eu-west-1' };

const read = (securityhub: Record<string, object>) =>
  securityHubReader.describe(documentedAws({ securityhub }), ref);

describe('securityHubReader', () => {
  it('tells by the message alone that Security Hub is off, and asks for no standards then', async () => {
    const off = refused('Account 123456789012 is not subscribed to AWS Security Hub');
    expect(await read({ describeHub: off })).toMatchObject({ enabled: false, standards: [] });
  });

  it('has no evidence where the same code means that the account may not ask', async () => {
    const denied = refused('You do not have permission to perform this action');
    expect(await read({ describeHub: denied })).toMatchObject({
      enabled: { noEvidence: 'denied' },
      standards: { noEvidence: 'denied' },
    });
  });

  it('has no evidence of standards that may not be listed', async () => {
    expect(
      await read({ describeHub: HUB, getEnabledStandards: sdkError('AccessDeniedException', 403) }),
    ).toMatchObject({ enabled: true, standards: { noEvidence: 'denied' } });
  });

  it('follows the pages of standards, sorted', async () => {
    const page = (name: string, NextToken?: string) => ({
      StandardsSubscriptions: [{ StandardsArn: name, StandardsStatus: 'READY' }],
      NextToken,
    });
    const getEnabledStandards = ({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined ? page('b', 'more') : page('a');
    expect(await read({ describeHub: HUB, getEnabledStandards })).toMatchObject({
      standards: [{ arn: 'a' }, { arn: 'b' }],
    });
  });
});
