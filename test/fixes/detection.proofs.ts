import { type Behind, type FixProof, type FixWorld, sdkError } from './proof.js';

const REGION = 'eu-west-1';

const setting = ({ accountId }: FixWorld) => ({
  arn: `arn:aws:guardduty:${REGION}:${accountId}:threat-detection`,
  region: REGION,
});

const suspended = async (world: FixWorld) => {
  await (await world.aws().guardduty()).createDetector({ Enable: false });
  return setting(world);
};

const detector = async ({ accountId, aws }: FixWorld) => {
  const guardduty = await aws().guardduty();
  const { DetectorId = '' } = await guardduty.createDetector({
    Enable: true,
    Features: [
      { Name: 'S3_DATA_EVENTS', Status: 'DISABLED' },
      { Name: 'EBS_MALWARE_PROTECTION', Status: 'DISABLED' },
    ],
  });
  return { arn: `arn:aws:guardduty:${REGION}:${accountId}:detector/${DetectorId}`, region: REGION };
};

/** guardduty/latest/APIReference/API_CreateDetector.html: with the same token, the answer is the same. */
const detectorsByToken = (): Behind => {
  const made = new Map<string, unknown>();
  return {
    guardduty: {
      createDetector: async (input: { ClientToken?: string }, ask) => {
        const token = input.ClientToken ?? '';
        if (!made.has(token) || token === '') made.set(token, await ask(input));
        return made.get(token);
      },
    },
  };
};

/** guardduty/latest/APIReference/API_UpdateDetector.html: plans that are not named stay as they are. */
const plansOneByOne = (): Behind => {
  const plans = new Map<string, string>();
  const keep = (features: Plan[] = []) => {
    for (const { Name, Status } of features) plans.set(Name, Status);
  };
  return {
    guardduty: {
      createDetector: async (input: { Features?: Plan[] }, ask) => {
        keep(input.Features);
        return ask(input);
      },
      updateDetector: async (input: { Features?: Plan[] }, ask) => {
        keep(input.Features);
        return ask(input);
      },
      getDetector: async (input, ask) => ({
        ...((await ask(input)) as object),
        Features: [...plans].map(([Name, Status]) => ({ Name, Status })),
      }),
    },
  };
};
interface Plan {
  Name: string;
  Status: string;
}

/** securityhub/1.0/APIReference: API_DescribeHub, API_EnableSecurityHub, API_DisableSecurityHub, API_GetEnabledStandards. */
const hub = ({ accountId }: { accountId: string }): Behind => {
  let on = false;
  const HubArn = `arn:aws:securityhub:${REGION}:${accountId}:hub/default`;
  const arn = `arn:aws:securityhub:${REGION}::standards/aws-foundational-security-best-practices/v/1.0.0`;
  const off = () =>
    Object.assign(sdkError('InvalidAccessException', 401), {
      message: `Account ${accountId} is not subscribed to AWS Security Hub`,
    });
  return {
    securityhub: {
      describeHub: () => {
        if (!on) throw off();
        return { HubArn, SubscribedAt: '2026-01-02T03:04:05.000Z', AutoEnableControls: true };
      },
      enableSecurityHub: () => {
        if (on) throw sdkError('ResourceConflictException', 409);
        on = true;
        return {};
      },
      disableSecurityHub: () => {
        if (!on) throw off();
        on = false;
        return {};
      },
      getEnabledStandards: () => ({
        StandardsSubscriptions: on
          ? [
              {
                StandardsArn: arn,
                StandardsInput: {},
                StandardsStatus: 'READY',
                StandardsSubscriptionArn: arn,
              },
            ]
          : [],
      }),
    },
  };
};

/** access-analyzer/latest/APIReference: API_ListAnalyzers, API_CreateAnalyzer, API_DeleteAnalyzer. */
const analyzers = ({ accountId }: { accountId: string }): Behind => {
  const there = new Map<string, object>();
  return {
    accessanalyzer: {
      listAnalyzers: () => ({ analyzers: [...there.values()] }),
      createAnalyzer: ({ analyzerName, type }: { analyzerName: string; type: string }) => {
        if (there.has(analyzerName)) throw sdkError('ConflictException', 409);
        const arn = `arn:aws:access-analyzer:${REGION}:${accountId}:analyzer/${analyzerName}`;
        const status = 'ACTIVE';
        there.set(analyzerName, { arn, name: analyzerName, type, status, createdAt: new Date(0), tags: {} });
        return { arn };
      },
      deleteAnalyzer: ({ analyzerName }: { analyzerName: string }) => {
        if (!there.delete(analyzerName)) throw sdkError('ResourceNotFoundException', 404);
        return {};
      },
    },
  };
};

const planProof = (id: string): FixProof => ({
  ...{ fix: id, control: id, make: detector, behind: plansOneByOne },
  lacks: 'the emulator forgets the plans that a change does not name',
});

/** Of GuardDuty, Security Hub and Access Analyzer. */
export const detectionFixProofs: readonly FixProof[] = [
  {
    ...{ fix: 'guardduty_is_enabled', control: 'guardduty_is_enabled', name: 'without a detector' },
    ...{ make: async (world) => setting(world), behind: detectorsByToken },
    lacks: 'the emulator knows no ClientToken',
  },
  {
    fix: 'guardduty_is_enabled',
    control: 'guardduty_is_enabled',
    name: 'with a suspended one',
    make: suspended,
  },
  planProof('guardduty_s3_protection_enabled'),
  planProof('guardduty_malware_protection_enabled'),
  {
    ...{ fix: 'securityhub_enabled', control: 'securityhub_enabled', behind: hub },
    lacks: 'the emulator has no GetEnabledStandards',
    make: async ({ accountId }) => ({
      arn: `arn:aws:securityhub:${REGION}:${accountId}:hub/default`,
      region: REGION,
    }),
  },
  {
    ...{ fix: 'accessanalyzer_enabled', control: 'accessanalyzer_enabled', behind: analyzers },
    lacks: 'the emulator has no Access Analyzer',
    make: async ({ accountId }) => ({
      arn: `arn:aws:access-analyzer:${REGION}:${accountId}:external-access-analysis`,
      region: REGION,
    }),
  },
];
