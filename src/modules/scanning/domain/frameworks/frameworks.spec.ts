import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { controls } from '../controls/index.js';
import {
  controlsOf,
  type Framework,
  frameworkOf,
  frameworks,
  isAutomated,
  type Requirement,
  requirementsOf,
} from './index.js';

const docs = readFileSync(new URL('../../../../../docs/frameworks.md', import.meta.url), 'utf8');

const known = new Set(controls.map(({ id }) => id));
const named = (id: string): Framework => {
  const found = frameworkOf(id);
  if (found === undefined) throw new Error(`no framework ${id}`);
  return found;
};
const each = frameworks.map((framework) => [framework.id, framework] as const);

describe('the frameworks', () => {
  it('have the slugs of the API, and each name once', () => {
    expect(frameworks.map(({ id }) => id)).toEqual([
      ...['cis-3.0', 'cis-4.0', 'cis-1.5', 'pci-dss-4.0', 'soc2', 'hipaa', 'gdpr', 'fsbp'],
    ]);
    const names = frameworks.flatMap(({ id, aliases }) => [
      ...new Set([id, ...aliases].map((name) => name.toLowerCase())),
    ]);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    ['CIS', 'cis-3.0'],
    ['PCI_DSS', 'pci-dss-4.0'],
    ['SOC2', 'soc2'],
    ['HIPAA', 'hipaa'],
    ['GDPR', 'gdpr'],
    ['FSBP', 'fsbp'],
    ['Cis', 'cis-3.0'],
    ['CIS-4.0', 'cis-4.0'],
  ])('are found as %s', (name, id) => {
    expect(frameworkOf(name)?.id).toBe(id);
  });

  it('are not found by a name that none has', () => {
    expect(frameworkOf('iso-27001')).toBeUndefined();
  });

  it.each(each)('%s names controls that exist', (_, framework) => {
    expect(controlsOf(framework).filter((id) => !known.has(id))).toEqual([]);
  });

  it.each(each)('%s has each requirement once, decided by something or with a reason', (_, framework) => {
    const { requirements } = framework;
    const ids = requirements.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const bare = requirements.filter(
      ({ controls: by, manual, unsupported }) => by.length === 0 && !manual && !unsupported,
    );
    expect(bare).toEqual([]);
    expect(requirements.filter(({ controls: by }) => new Set(by).size !== by.length)).toEqual([]);
    expect(requirements.filter(({ title, section }) => title === '' || section === '')).toEqual([]);
  });

  it.each(each)('%s is counted in docs/frameworks.md as it is', (id, { requirements }) => {
    const count = (those: (one: Requirement) => unknown) => String(requirements.filter(those).length || '');
    const row = docs.split('\n').find((line) => line.startsWith(`| \`${id}\``)) ?? '';
    const cells = row.split('|').map((cell) => cell.trim());
    expect(cells.slice(3, 7)).toEqual([
      String(requirements.length),
      count(isAutomated),
      count(({ manual }) => manual),
      count(({ unsupported }) => unsupported),
    ]);
  });

  it('say where a mapping is an interpretation', () => {
    for (const id of ['pci-dss-4.0', 'soc2', 'hipaa', 'gdpr'])
      expect(named(id).note).toMatch(/never proof of compliance/);
  });
});

describe('CIS 3.0', () => {
  const { requirements } = named('cis-3.0');

  it('has 62 recommendations in five chapters, 54 of them automated', () => {
    const chapters = new Map<string, number>();
    for (const { section } of requirements) chapters.set(section, (chapters.get(section) ?? 0) + 1);
    expect([...chapters.values()]).toEqual([22, 9, 9, 16, 6]);
    expect(requirements.filter(isAutomated)).toHaveLength(54);
  });

  it('leaves to a person what the benchmark leaves to one', () => {
    const manual = requirements.filter((one) => !isAutomated(one)).map(({ id }) => id);
    expect(manual).toEqual(['1.1', '1.2', '1.3', '1.18', '1.21', '1.22', '2.1.3', '5.5']);
  });
});

describe('the other versions of CIS', () => {
  const idsOf = (framework: string, control: string) =>
    requirementsOf(control)
      .filter(({ frameworkId }) => frameworkId === framework)
      .map(({ requirement }) => requirement.id);

  it('have 63 and 64 recommendations', () => {
    expect(named('cis-1.5').requirements).toHaveLength(63);
    expect(named('cis-4.0').requirements).toHaveLength(64);
  });

  it.each([
    ['ec2_ebs_volume_encryption', ['5.1.1']],
    ['rds_instance_storage_encrypted', ['2.2.1']],
    ['rds_instance_multi_az', ['2.2.4']],
    ['efs_encryption_at_rest_enabled', ['2.3.1']],
    ['ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22', ['5.3', '5.4']],
    ['ec2_instance_imdsv2_enabled', ['5.7']],
  ])('number %s as 4.0 does', (control, ids) => {
    expect(idsOf('cis-4.0', control)).toEqual(ids);
  });
});

describe('the requirements of a control', () => {
  it('are those that name it, in each framework', () => {
    const found = requirementsOf('s3_bucket_level_public_access_block');
    expect(found.map(({ frameworkId, requirement }) => `${frameworkId} ${requirement.id}`)).toEqual([
      ...['cis-3.0 2.1.4', 'cis-4.0 2.1.4', 'cis-1.5 2.1.5', 'fsbp S3.8'],
    ]);
  });

  it('are none where no framework asks for it', () => {
    expect(requirementsOf('no_such_control')).toEqual([]);
  });
});
