import { describe, expect, it } from '@jest/globals';
import { planOf, refusalOf, targetOf } from '../../../../../../test/fixes/plan-of.js';
import type { Fix } from '../../fix.js';
import { elbFixes } from './index.js';

const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/1234';
const state = (values: Record<string, string>) => ({
  now: { Attributes: Object.entries(values).map(([Key, Value]) => ({ Key, Value })) },
});
const fixOf = (control: string): Fix => {
  const fix = elbFixes.find(({ id }) => id === control);
  if (fix === undefined) throw new Error(control);
  return fix;
};

describe('settings of load balancers', () => {
  it('are refused where the kind of balancer has none', () => {
    expect(refusalOf(fixOf('elbv2_desync_mitigation_mode'), state({}), { arn })).toMatch(/Only application/);
    expect(refusalOf(fixOf('elbv2_logging_enabled'), state({}), { arn })).toMatch(/no access logs/);
  });

  it('leave the strictest mode as it is', () => {
    const strict = state({ 'routing.http.desync_mitigation_mode': 'strictest' });
    expect(planOf(fixOf('elbv2_desync_mitigation_mode'), strict, { arn }).does).toBe('nothing');
  });
});

describe('writing access logs', () => {
  const fix = fixOf('elbv2_logging_enabled');
  const off = state({ 'access_logs.s3.enabled': 'false' });

  it('needs a bucket, and fills in the region', () => {
    expect(refusalOf(fix, off, { arn })).toMatch(/Set bucket/);
    const plan = planOf(fix, off, { arn, settings: { bucket: 'logs-{region}-{accountId}' } });
    expect(plan.does === 'change' ? plan.calls[0]?.input['Attributes'] : plan).toContainEqual({
      ...{ Key: 'access_logs.s3.bucket', Value: 'logs-eu-west-1-123456789012' },
    });
  });

  it('is taken back without the name of a bucket: AWS takes no empty one', () => {
    const [call] = fix.restore({ target: targetOf(fix, { arn }), before: off, results: {} });
    expect(call?.input['Attributes']).toEqual([{ Key: 'access_logs.s3.enabled', Value: 'false' }]);
  });

  it('sees a bucket in the state only while logs are on', () => {
    const seen = (enabled: string) =>
      fix.reads['now']?.answer.parse({
        Attributes: [
          { Key: 'access_logs.s3.bucket', Value: 'logs' },
          { Key: 'access_logs.s3.enabled', Value: enabled },
        ],
      }) as { Attributes: object[] };
    expect(seen('true').Attributes).toHaveLength(2);
    expect(seen('false').Attributes).toHaveLength(1);
  });
});
