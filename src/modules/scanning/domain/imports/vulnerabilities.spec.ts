import { describe, expect, it } from '@jest/globals';
import { withPatches } from './correlate.js';
import { fromInspector } from './inspector.js';
import { patchOf, vulnerabilitiesOf } from './patches.js';
import { type MissingPatch, type Vulnerability } from './vulnerability.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const read = { ...place, since: new Date('2026-01-01') };

/** After docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html */
const SAMPLE = {
  findingArn: 'arn:aws:inspector2:eu-west-1:123456789012:finding/0f1e',
  awsAccountId: '123456789012',
  type: 'PACKAGE_VULNERABILITY',
  status: 'ACTIVE',
  severity: 'CRITICAL',
  title: 'CVE-2026-1000 - openssl',
  updatedAt: new Date('2026-01-02'),
  inspectorScore: 9.8,
  exploitAvailable: 'YES',
  fixAvailable: 'NO',
  resources: [{ type: 'AWS_EC2_INSTANCE', id: 'i-1' }],
  packageVulnerabilityDetails: {
    vulnerabilityId: 'CVE-2026-1000',
    source: 'NVD',
    vulnerablePackages: [{ name: 'openssl', version: '1.0', arch: 'X86_64', fixedInVersion: 'NotAvailable' }],
  },
};
const of = (more: object = {}) => fromInspector({ ...SAMPLE, ...more }, read);
const sample = (): Vulnerability => {
  const found = of();
  if (found === undefined) throw new Error('the sample is not taken');
  return found;
};

describe('fromInspector', () => {
  it('takes over what is open on an instance', () => {
    expect(of()).toMatchObject({
      ...{ vulnerabilityId: 'CVE-2026-1000', instanceId: 'i-1', severity: 'critical', score: 9.8 },
      resourceArn: 'arn:aws:ec2:eu-west-1:123456789012:instance/i-1',
      ...{ exploitAvailable: true, fixAvailable: 'no', fixable: false, patches: null },
    });
  });

  it('is fixable by a release, of the finding or of a package', () => {
    expect(of({ fixAvailable: 'PARTIAL' })?.fixable).toBe(true);
    const vulnerablePackages = [{ name: 'openssl', version: '1', fixedInVersion: '1.0.1' }];
    expect(
      of({ packageVulnerabilityDetails: { ...SAMPLE.packageVulnerabilityDetails, vulnerablePackages } })
        ?.fixable,
    ).toBe(true);
  });

  it.each([
    ['closed', { status: 'CLOSED' }],
    ['suppressed', { status: 'SUPPRESSED' }],
    ['about the network', { type: 'NETWORK_REACHABILITY' }],
    ["of a member's account", { awsAccountId: '999999999999' }],
    ['too old', { updatedAt: new Date('2025-12-31') }],
    ['without a resource', { resources: [] }],
  ])('leaves out one that is %s', (_, more) => {
    expect(of(more)).toBeUndefined();
  });

  it('names images and functions by their ARN, without an instance', () => {
    const id = 'arn:aws:lambda:eu-west-1:123456789012:function:f:$LATEST';
    expect(of({ resources: [{ type: 'AWS_LAMBDA_FUNCTION', id }] })).toMatchObject({
      ...{ resourceArn: id, resourceType: 'AWS::Lambda::Function', instanceId: null },
    });
  });

  it('rates by the score what no vendor has rated', () => {
    const rated = [9, 7, 4, 0.1, 0].map(
      (inspectorScore) => of({ severity: 'UNTRIAGED', inspectorScore })?.severity,
    );
    expect(rated).toEqual(['critical', 'high', 'medium', 'low', 'informational']);
  });
});

const patch = (patchId: string, more: Partial<MissingPatch> = {}): MissingPatch => ({
  ...{ patchId, title: `${patchId} title`, classification: 'Security', severity: 'medium', state: 'missing' },
  cveIds: [],
  ...more,
});

describe('patches', () => {
  it('are those that are missing or have failed', () => {
    const states = ['Missing', 'Failed', 'Installed', 'InstalledPendingReboot', 'NotApplicable'];
    const read = states.map((State) => patchOf({ KBId: 'KB1', State })?.state);
    expect(read).toEqual(['missing', 'failed', undefined, undefined, undefined]);
    expect(patchOf({ KBId: '', State: 'Missing' })).toBeUndefined();
  });

  it('name their CVEs in one text, and their severity in words of the vendor', () => {
    const read = patchOf({
      KBId: 'KB1',
      State: 'Missing',
      Severity: 'Important',
      CVEIds: 'CVE-2026-2000,CVE-2026-1000',
    });
    expect(read).toMatchObject({ severity: 'high', cveIds: ['CVE-2026-1000', 'CVE-2026-2000'] });
    expect(patchOf({ KBId: 'KB1', State: 'Missing', Severity: 'Unspecified' })?.severity).toBe('medium');
  });

  it('make each CVE one vulnerability, as grave as the gravest that closes it', () => {
    const patches = [
      patch('KB1', { cveIds: ['CVE-2026-1000'], severity: 'low' }),
      patch('KB2', { cveIds: ['CVE-2026-1000'], severity: 'critical' }),
    ];
    const [found, other] = vulnerabilitiesOf('i-1', patches, place, new Date());
    expect(other).toBeUndefined();
    expect(found).toMatchObject({ vulnerabilityId: 'CVE-2026-1000', severity: 'critical', fixable: true });
    expect(found?.patches?.map(({ patchId }) => patchId)).toEqual(['KB1', 'KB2']);
  });

  it('that name no CVE are one themselves where they are about security', () => {
    const patches = [
      patch('KB1', { classification: 'SecurityUpdates' }),
      patch('KB2', { classification: 'CriticalUpdates' }),
      patch('KB3', { classification: 'Bugfix' }),
    ];
    const ids = vulnerabilitiesOf('mi-1', patches, place, new Date()).map((one) => one.vulnerabilityId);
    expect(ids).toEqual(['KB1', 'KB2']);
  });
});

describe('withPatches', () => {
  const closing = (...patches: MissingPatch[]) =>
    withPatches(sample(), patches).patches?.map(({ patchId }) => patchId);

  it('finds the patch that names the CVE', () => {
    expect(
      closing(patch('KB1', { cveIds: ['CVE-2026-1000'] }), patch('KB2', { cveIds: ['CVE-2026-2'] })),
    ).toEqual(['KB1']);
  });

  it('finds the patch of the package where it names no CVE, and not where it names others', () => {
    expect(closing(patch('openssl.x86_64'), patch('openssl'), patch('openssl.i686'), patch('zlib'))).toEqual([
      'openssl.x86_64',
      'openssl',
    ]);
    expect(closing(patch('openssl.x86_64', { cveIds: ['CVE-2026-2'] }))).toEqual([]);
  });

  it('leaves open what was not read', () => {
    expect(withPatches(sample(), null).patches).toBeNull();
    expect(withPatches(sample(), []).patches).toEqual([]);
  });
});
