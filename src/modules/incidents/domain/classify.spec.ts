import { describe, expect, it } from '@jest/globals';
import { controlById } from '../../scanning/domain/controls/index.js';
import { classify, type KnownFinding, type Severity } from './classify.js';
import { exposureOf, OPEN_CONTROLS, OPEN_PORTS, POWERFUL_CONTROLS } from './exposure.js';

const finding = (controlId: string, severity: Severity, resourceArn = 'arn:r'): KnownFinding => ({
  ...{ id: controlId, controlId, severity, title: `title of ${controlId}`, resourceArn },
});
const IMDS = 'ec2_instance_imdsv2_enabled';
const SSH = 'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22';
const ADMIN = 'iam_user_administrator_access_policy';

const severityOf = (findings: KnownFinding[], around: KnownFinding[] = []) =>
  classify({ declared: undefined, findings, around }).severity;

describe('how bad an incident is', () => {
  it('is what was declared, whatever is known', () => {
    const known = { findings: [finding(IMDS, 'critical')], around: [finding(SSH, 'high')] };
    expect(classify({ declared: 'low', ...known })).toEqual({
      severity: 'low',
      reasons: ['It was declared low'],
    });
  });

  it('is as the worst of its findings, which it names', () => {
    const { severity, reasons } = classify({
      declared: undefined,
      findings: [finding('a', 'low'), finding(IMDS, 'high', 'arn:i'), finding('b', 'medium')],
      around: [finding('c', 'critical')],
    });
    expect(severity).toBe('high');
    expect(reasons).toEqual([`The worst of 3 findings is high: title of ${IMDS} (arn:i)`]);
  });

  it.each([
    ['high', 'critical'],
    ['medium', 'high'],
    ['critical', 'critical'],
    ['low', 'low'],
    ['informational', 'informational'],
  ] as const)('is, where it is %s and the resource is open to the internet, %s', (severity, raised) => {
    const { reasons, ...rest } = classify({
      declared: undefined,
      findings: [finding(IMDS, severity)],
      around: [finding(SSH, 'high', 'arn:group')],
    });
    expect(rest).toEqual({ severity: raised });
    expect(reasons).toContain(`It can be reached from outside: ${SSH} (arn:group)`);
  });

  it('is one step worse where it is about somebody who may do all', () => {
    expect(severityOf([finding('iam_rotate_access_key_90_days', 'medium')], [finding(ADMIN, 'high')])).toBe(
      'high',
    );
  });

  it('counts what an exposure says itself once', () => {
    expect(severityOf([finding(SSH, 'high')])).toBe('high');
    expect(severityOf([finding(SSH, 'high')], [finding(ADMIN, 'high')])).toBe('critical');
  });

  it('is medium where nothing is known, and high where the resource is exposed', () => {
    expect(severityOf([])).toBe('medium');
    expect(severityOf([], [finding(IMDS, 'high')])).toBe('medium');
    expect(severityOf([], [finding(SSH, 'high')])).toBe('high');
  });
});

describe('exposure', () => {
  it('is told by controls that there are', () => {
    const unknown = [...OPEN_CONTROLS, ...POWERFUL_CONTROLS].filter((id) => controlById(id) === undefined);
    expect(unknown).toEqual([]);
    expect(controlById(`${OPEN_PORTS}all_ports`)).toBeDefined();
    expect([exposureOf(SSH), exposureOf(ADMIN), exposureOf(IMDS)]).toEqual(['open', 'powerful', undefined]);
  });
});
