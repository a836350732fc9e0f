import {
  type DescribeHubCommandOutput,
  type SecurityHub as Client,
  type StandardsSubscription,
} from '@aws-sdk/client-securityhub';
import { type Aws, failureOf } from '../../../../platform/aws/index.js';
import { isNoEvidence, type Part } from '../../domain/part.js';
import {
  securityHub,
  type SecurityHub,
  type SecurityStandard,
} from '../../domain/resources/securityhub/hub.js';
import { byKey, text } from '../fields.js';
import { read, reader } from '../reader.js';

const PAGE = 100;

export const securityHubReader = reader(securityHub, {
  scope: 'region',
  list: async function* (aws) {
    yield [await hubOf(aws)];
  },
  describe: (aws, ref) => hubOf(aws.in(ref.region)),
});

/** One call where Security Hub is off. */
async function hubOf(aws: Aws): Promise<SecurityHub> {
  const client = await aws.securityhub();
  const hub = await read(() => describeHub(client), { absent: 'ResourceNotFound' });
  if (isNoEvidence(hub)) return { ...OFF, enabled: hub, standards: hub };
  if (hub === null) return OFF;
  return {
    enabled: true,
    subscribedAt: text(hub.SubscribedAt),
    autoEnableControls: hub.AutoEnableControls ?? null,
    standards: await standardsOf(client),
  };
}

const OFF: SecurityHub = { enabled: false, subscribedAt: null, autoEnableControls: null, standards: [] };

/**
 * null: Security Hub is off. AWS has one code, InvalidAccess with HTTP 401, for that and for an account that may not
 * ask: only the message tells ("Account 123456789012 is not subscribed to AWS Security Hub").
 * docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html
 */
async function describeHub(client: Client): Promise<DescribeHubCommandOutput | null> {
  try {
    return await client.describeHub({});
  } catch (error) {
    const { code, message } = failureOf(error);
    if (code !== 'InvalidAccessException') throw error;
    if (/not subscribed/i.test(message)) return null;
    throw Object.assign(new Error(message, { cause: error }), { name: 'AccessDeniedException' });
  }
}

const standardsOf = (client: Client): Promise<Part<SecurityStandard[]>> =>
  read(async () => {
    const enabled: StandardsSubscription[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.getEnabledStandards({ MaxResults: PAGE, NextToken });
      enabled.push(...(page.StandardsSubscriptions ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    const standards = enabled.map((one) => ({
      arn: one.StandardsArn ?? 'unknown',
      status: one.StandardsStatus ?? 'unknown',
      statusReason: text(one.StandardsStatusReason?.StatusReasonCode),
    }));
    return byKey(standards, (standard) => standard.arn);
  });
