import { describe, expect, it } from '@jest/globals';
import { planOf, refusalOf } from '../../../../../test/fixes/plan-of.js';
import { createAnalyzer } from './accessanalyzer/analyzer.js';
import { enableAlarm } from './cloudwatch/alarm.js';
import { recordAll } from './config/recorder.js';
import { fixTags, scanOnPush } from './ecr/repository.js';
import { detectorPlanFixes, enableGuardDuty } from './guardduty/detector.js';
import { encryptLogs, keepLogs } from './logs/log-group.js';
import { enableSecurityHub } from './securityhub/hub.js';
import { encryptTopic } from './sns/topic.js';

describe('AWS Config', () => {
  const state = (
    recordingGroup: object | null,
    recording: boolean,
    channels: object[] = [{ name: 'default' }],
  ) => ({
    recorders: { ConfigurationRecorders: recordingGroup === null ? [] : [{ name: 'ours', recordingGroup }] },
    status: { ConfigurationRecordersStatus: recordingGroup === null ? [] : [{ recording }] },
    channels: { DeliveryChannels: channels },
  });
  const ALL = { allSupported: true };

  it('needs a bucket where nothing is delivered', () => {
    expect(refusalOf(recordAll, state(null, false, []))).toMatch(/set bucket/);
    expect(refusalOf(recordAll, state(ALL, false, []))).toMatch(/set bucket/);
    expect(planOf(recordAll, state(null, false, []), { settings: { bucket: 'logs' } }).does).toBe('change');
  });

  it('cannot mend a delivery that fails', () => {
    const evidence = { status: { lastStatus: 'FAILURE' } };
    expect(refusalOf(recordAll, state(ALL, true), { evidence })).toMatch(/cannot deliver/);
    expect(refusalOf(recordAll, state(ALL, true))).toBe('does nothing');
  });

  it('leaves a recorder as it is that leaves out only what is the same in every region', () => {
    const excluding = (...resourceTypes: string[]) => ({
      recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
      exclusionByResourceTypes: { resourceTypes },
    });
    const operations = (group: object) => {
      const plan = planOf(recordAll, state(group, false));
      return plan.does === 'change' ? plan.calls.map(({ operation }) => operation) : plan.does;
    };
    expect(operations(excluding('AWS::IAM::User'))).toEqual(['StartConfigurationRecorder']);
    expect(operations(excluding('AWS::EC2::Instance'))).toEqual([
      'PutConfigurationRecorder',
      'StartConfigurationRecorder',
    ]);
  });
});

describe('GuardDuty', () => {
  it('does not enable a plan of a suspended detector, or one that the region lacks', () => {
    for (const plan of detectorPlanFixes) {
      expect(refusalOf(plan, { detector: { Status: 'DISABLED', Features: [] } })).toMatch(/suspended/);
      expect(refusalOf(plan, { detector: { Status: 'ENABLED', Features: [] } })).toMatch(
        /does not have this plan/,
      );
    }
  });

  it('takes back only what it has made', () => {
    const target = {} as never;
    const before = { detectors: { DetectorIds: [] } };
    expect(enableGuardDuty.restore({ target, before, results: {} })).toEqual([]);
    const results = { detector: { DetectorId: 'd1' } };
    expect(enableGuardDuty.restore({ target, before, results })).toMatchObject([
      { operation: 'DeleteDetector' },
    ]);
  });
});

describe('Security Hub and Access Analyzer', () => {
  it('chooses no standard for a hub that has none', () => {
    const evidence = { enabled: true, standards: [] };
    expect(refusalOf(enableSecurityHub, { hub: {} }, { evidence })).toMatch(/choose one/);
  });

  it('makes no second analyzer beside one that is broken', () => {
    const listed = (one: object) => ({
      analyzers: { analyzers: [{ name: 'x', type: 'ACCOUNT', status: 'FAILED', ...one }] },
    });
    expect(refusalOf(createAnalyzer, listed({}))).toMatch(/which is FAILED/);
    expect(refusalOf(createAnalyzer, listed({ type: 'ACCOUNT_UNUSED_ACCESS' }))).toBe('does change');
    const taken = { type: 'ACCOUNT_UNUSED_ACCESS', name: 'shepherd-external-access' };
    expect(refusalOf(createAnalyzer, listed(taken))).toMatch(/of another kind/);
  });
});

describe('log groups', () => {
  const arn = 'arn:aws:logs:eu-west-1:123456789012:log-group:/app/api';
  const state = (one: object | null) => ({
    group: { logGroups: one === null ? [] : [{ logGroupName: '/app/api', ...one }] },
  });

  it('does nothing to a group that is gone, or never expires', () => {
    expect(refusalOf(keepLogs, state(null), { arn })).toMatch(/no such log group/);
    expect(refusalOf(encryptLogs, state(null), { arn })).toMatch(/no such log group/);
    expect(refusalOf(keepLogs, state({}), { arn })).toBe('does nothing');
  });

  it('sets a retention that AWS takes, and never less', () => {
    const days = (minRetentionDays: number) => {
      const plan = planOf(keepLogs, state({ retentionInDays: 30 }), { arn, evidence: { minRetentionDays } });
      return plan.does === 'change' ? plan.calls[0]?.input['retentionInDays'] : plan.does;
    };
    expect([days(365), days(366), days(20), days(9999)]).toEqual([365, 400, 'nothing', 'refuse']);
  });

  it('needs a key of the region', () => {
    expect(refusalOf(encryptLogs, state({}), { arn })).toMatch(/Set kmsKeyArns/);
    const settings = { kmsKeyArns: { 'eu-west-1': 'arn:aws:kms:us-east-1:123456789012:key/1' } };
    expect(refusalOf(encryptLogs, state({}), { arn, settings })).toMatch(/is no key of/);
  });
});

describe('repositories, topics and alarms', () => {
  const arn = 'arn:aws:ecr:eu-west-1:123456789012:repository/team/app';
  const repository = { repositories: [{ imageTagMutability: 'MUTABLE' }] };

  it('does not set what a registry with enhanced scanning ignores', () => {
    const registry = { scanningConfiguration: { scanType: 'ENHANCED' } };
    expect(refusalOf(scanOnPush, { repository, registry }, { arn })).toMatch(/Inspector/);
  });

  it('takes no exception for all tags', () => {
    expect(fixTags.settings?.safeParse({ exceptTags: ['*'] }).success).toBe(false);
    expect(fixTags.settings?.safeParse({ exceptTags: ['dev-*'] }).success).toBe(true);
  });

  it('does not cut services off from a topic', () => {
    const Policy = JSON.stringify({ Statement: { Principal: { Service: 's3.amazonaws.com' } } });
    const refusal = (kmsKeyId?: string) =>
      refusalOf(encryptTopic, { attributes: { Attributes: { Policy } } }, { settings: { kmsKeyId } });
    expect(refusal()).toMatch(/Set kmsKeyId/);
    expect(refusal('alias/aws/sns')).toMatch(/key of your own/);
    expect(refusal('alias/topics')).toBe('does change');
  });

  it('knows when an alarm is gone', () => {
    const alarm = { MetricAlarms: [], CompositeAlarms: [] };
    const gone = { arn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a/b' };
    expect(refusalOf(enableAlarm, { alarm }, gone)).toMatch(/no such alarm/);
  });
});
