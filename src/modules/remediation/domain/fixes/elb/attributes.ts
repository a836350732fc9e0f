import { z } from 'zod';
import { call, type Call } from '../../call.js';
import { change, fix, nothing, read, refuse, type Fix } from '../../fix.js';

const attribute = z.object({ Key: z.string(), Value: z.string().default('') });
type Attribute = z.infer<typeof attribute>;

const LOGS = 'access_logs.s3.';

/** Where logs are off, it is of no concern where they would go: AWS takes no empty name of a bucket to bring that back. */
function ofConcern(attributes: Attribute[]): Attribute[] {
  const isOn = attributes.some(({ Key, Value }) => Key === `${LOGS}enabled` && Value === 'true');
  return attributes
    .filter(({ Key }) => isOn || !Key.startsWith(LOGS) || Key === `${LOGS}enabled`)
    .toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
}

/** elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
const attributesOfBalancer = read(
  'elb',
  'DescribeLoadBalancerAttributes',
  z.object({ Attributes: z.array(attribute).transform(ofConcern) }),
  ({ arn }) => ({ LoadBalancerArn: arn }),
);

const valueOf = ({ Attributes }: { Attributes: readonly Attribute[] }, key: string): string | undefined =>
  Attributes.find(({ Key }) => Key === key)?.Value;

const set = (LoadBalancerArn: string, values: Readonly<Record<string, string>>): Call =>
  call('elb', 'ModifyLoadBalancerAttributes', {
    LoadBalancerArn,
    Attributes: Object.entries(values).map(([Key, Value]) => ({ Key, Value })),
  });

const actions = ['elasticloadbalancing:ModifyLoadBalancerAttributes'];
const type = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

interface Setting {
  control: string;
  title: string;
  key: string;
  value: string;
  /** Those that will do as well. */
  isSo: (value: string) => boolean;
  words: string;
  /** What AWS leaves the attribute out for. */
  none: string;
}

const attributeFix = ({ control, title, key, value, isSo, words, none }: Setting): Fix =>
  fix({
    ...{ controls: [control], type, title, actions },
    reads: { now: attributesOfBalancer },
    plan: ({ target: { arn }, state: { now } }) => {
      const is = valueOf(now, key);
      if (is === undefined) return refuse(none);
      return isSo(is) ? nothing(`${key} is ${is}`) : change(words, [set(arn, { [key]: value })]);
    },
    restore: ({ target: { arn }, before: { now } }) => {
      const was = valueOf(now, key);
      return was === undefined ? [] : [set(arn, { [key]: was })];
    },
  });

const ofApplications = 'Only application load balancers have this setting';

const writeLogs = fix({
  ...{ controls: ['elbv2_logging_enabled'], type },
  title: 'Write access logs of the load balancer to a bucket',
  settings: z.object({
    /** Of the balancer's region, with a policy that lets Elastic Load Balancing write. May hold `{region}`, `{accountId}`. */
    bucket: z.string().optional(),
    prefix: z
      .string()
      .regex(/^[^/].*[^/]$/)
      .optional(),
  }),
  reads: { now: attributesOfBalancer },
  actions,
  plan: ({ target: { arn, region, accountId }, state: { now }, settings: { bucket, prefix = '' } }) => {
    const isOn = valueOf(now, `${LOGS}enabled`);
    if (isOn === undefined) return refuse('This kind of load balancer writes no access logs');
    if (isOn === 'true') return nothing('It writes access logs');
    if (bucket === undefined) {
      return refuse('Set bucket for this fix in the guardrails: one that lets Elastic Load Balancing write');
    }
    const name = bucket.replaceAll('{region}', region).replaceAll('{accountId}', accountId);
    return change(
      `Access logs will be written to ${name}${prefix === '' ? '' : `/${prefix}`}, which is paid for by their size`,
      [set(arn, { [`${LOGS}enabled`]: 'true', [`${LOGS}bucket`]: name, [`${LOGS}prefix`]: prefix })],
    );
  },
  restore: ({ target: { arn }, before: { now } }) =>
    valueOf(now, `${LOGS}enabled`) === 'false' ? [set(arn, { [`${LOGS}enabled`]: 'false' })] : [],
});

/** elasticloadbalancing/latest/application/edit-load-balancer-attributes.html */
export const elbFixes: readonly Fix[] = [
  attributeFix({
    control: 'elbv2_deletion_protection',
    title: 'Protect the load balancer against deletion',
    key: 'deletion_protection.enabled',
    value: 'true',
    isSo: (value) => value === 'true',
    words: 'It cannot be deleted before the protection is taken away',
    none: 'AWS tells of no deletion protection',
  }),
  attributeFix({
    control: 'elbv2_desync_mitigation_mode',
    title: 'Let the load balancer defend against ambiguous requests',
    key: 'routing.http.desync_mitigation_mode',
    value: 'defensive',
    isSo: (value) => value === 'defensive' || value === 'strictest',
    words:
      'Its desync mitigation mode will be defensive: requests that servers may read otherwise are closed or refused',
    none: ofApplications,
  }),
  attributeFix({
    control: 'elbv2_drop_invalid_header_fields',
    title: 'Let the load balancer drop invalid HTTP headers',
    key: 'routing.http.drop_invalid_header_fields.enabled',
    value: 'true',
    isSo: (value) => value === 'true',
    words:
      'Headers whose names have other characters than letters, digits and hyphens (an underscore too) no longer reach the application',
    none: ofApplications,
  }),
  writeLogs,
];
