import { type ServiceProofs } from './proof.js';

export const securityhubProofs: ServiceProofs = {
  service: 'securityhub',
  build: async (world) => ({ off: `arn:aws:securityhub:eu-west-1:${world.accountId}:hub/default` }),
  emulated: { securityhub_enabled: { fail: 'off' } },
  documented: {
    securityhub_enabled: {
      source: 'https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetEnabledStandards.html',
      because: 'the emulator has no GetEnabledStandards',
      pass: {
        securityhub: {
          describeHub: {
            HubArn: 'arn:aws:securityhub:eu-west-1:123456789012:hub/default',
            SubscribedAt: '2019-11-19T23:15:10.046Z',
            AutoEnableControls: true,
          },
          getEnabledStandards: {
            StandardsSubscriptions: [
              {
                StandardsArn:
                  'arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0',
                StandardsInput: {},
                StandardsStatus: 'READY',
                StandardsSubscriptionArn:
                  'arn:aws:securityhub:eu-west-1:123456789012:subscription/aws-foundational-security-best-practices/v/1.0.0',
              },
            ],
          },
        },
      },
    },
  },
};
