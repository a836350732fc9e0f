import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fixes } from '../../src/modules/remediation/domain/fixes/index.js';
import { permissionsOf } from '../../src/modules/remediation/domain/fix.js';
import { readConfig } from '../../src/platform/config/index.js';
import {
  actionsIn,
  actionsOf,
  adapters,
  operationsIn,
  policy,
  statementsOf,
} from '../support/iam-policies.js';

const FILE = 'remediation-policy.json';
const PATCHING_FILE = 'patching-policy.json';
const ROLE = 'ShepherdRemediationRole';
/** Of a managed policy, white space not counted (IAM User Guide, "IAM and AWS STS quotas"). */
const MOST_CHARACTERS = 6144;

const SIMULATES = 'iam:SimulatePrincipalPolicy';
const PASSES = 'iam:PassRole';
const LINKS = 'iam:CreateServiceLinkedRole';

/** To which service a fix hands over a role, by the type of its resource. */
const PASSED_TO: Readonly<Record<string, string>> = {
  'AWS::EC2::VPC': 'vpc-flow-logs.amazonaws.com',
  'AWS::Config::Recording': 'config.amazonaws.com',
};
/** For which service AWS makes a role of its own, by the service of the type ("AWS services that work with IAM"). */
const LINKED_FOR: Readonly<Record<string, readonly string[]>> = {
  AccessAnalyzer: ['access-analyzer.amazonaws.com'],
  EFS: ['backup.amazonaws.com'],
  GuardDuty: ['guardduty.amazonaws.com', 'malware-protection.guardduty.amazonaws.com'],
  SecurityHub: ['securityhub.amazonaws.com'],
};

/** Evidence of incidents: a snapshot of a volume, which carries a tag, and is found by it. */
const OF_INCIDENTS = ['ec2:CreateSnapshot', 'ec2:CreateTags', 'ec2:DescribeSnapshots'];
const OF_PATCHING = /^modules\/patching\/aws\//;
/** What the calls of patching take beside the actions of their own names: they tag what they make. */
const OF_PATCHING_TOO = ['ec2:CreateTags'];

const all = [...new Set([...fixes.flatMap(permissionsOf), ...OF_INCIDENTS])].sort();
const sees = (action: string) => /^[a-z0-9-]+:(Describe|Get|List)[A-Za-z]+$/.test(action);
const needing = (action: string) => fixes.filter((fix) => permissionsOf(fix).includes(action));

function passedTo(): string[] {
  return [...new Set(needing(PASSES).map(({ id, type }) => PASSED_TO[type] ?? `${id} (${type})?`))].sort();
}

function linkedFor(): string[] {
  const of = needing(LINKS).flatMap(
    ({ id, type }) => LINKED_FOR[type.split('::')[1] ?? ''] ?? [`${id} (${type})?`],
  );
  return [...new Set(of)].sort();
}

const statement = (Sid: string, Action: string[], Resource: string, Condition?: object) => ({
  ...{ Sid, Effect: 'Allow', Action, Resource },
  ...(Condition === undefined ? {} : { Condition }),
});
const document = (Statement: object[]) =>
  `${JSON.stringify({ Version: '2012-10-17', Statement }, undefined, 2)}\n`;

/** What the role for changes may do: what the fixes and containments say of themselves, and no more. */
const expected = () =>
  document([
    statement('SeeHowTheyAre', all.filter(sees), '*'),
    statement(
      'ChangeAndRestore',
      all.filter((one) => !sees(one) && ![PASSES, LINKS].includes(one)),
      '*',
    ),
    statement('HandOverRoles', [PASSES], 'arn:aws:iam::*:role/*', {
      StringEquals: { 'iam:PassedToService': passedTo() },
    }),
    statement('LetServicesHaveTheirRoles', [LINKS], 'arn:aws:iam::*:role/aws-service-role/*', {
      StringEquals: { 'iam:AWSServiceName': linkedFor() },
    }),
    statement('AskWhatIsAllowed', [SIMULATES], `arn:aws:iam::*:role/${ROLE}`),
  ]);

async function expectedOfPatching(): Promise<string> {
  const called = await operationsIn(adapters().filter(({ file }) => OF_PATCHING.test(file)));
  const actions = [...new Set([...actionsOf(called), ...OF_PATCHING_TOO])].sort();
  return document([
    statement('SeeInstances', actions.filter(sees), '*'),
    statement(
      'PatchInstances',
      actions.filter((one) => !sees(one)),
      '*',
    ),
  ]);
}

/** `UPDATE_DOCS=1 npx jest test/integration/remediation-policy && npx prettier --write deploy/iam` writes it. */
function compare(file: string, text: string): void {
  const path = new URL(`../../deploy/iam/${file}`, import.meta.url);
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path, text);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(text));
}

const sizeOf = (file: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statementsOf(file) }).length;

describe('the IAM policy of the role for changes', () => {
  it('grants what the fixes and containments take, and nothing else (UPDATE_DOCS=1 writes it)', () => {
    compare(FILE, expected());
    expect(actionsIn(FILE).sort()).toEqual([...new Set([...all, SIMULATES])].sort());
    expect(actionsIn(FILE)).toEqual(
      expect.arrayContaining(['s3:PutBucketPublicAccessBlock', PASSES, SIMULATES]),
    );
  });

  it('grants patching what its calls take, and nothing else, in a policy of its own (UPDATE_DOCS=1 writes it)', async () => {
    compare(PATCHING_FILE, await expectedOfPatching());
  });

  it.each([FILE, PATCHING_FILE])('is small enough for one managed policy: %s', (file) => {
    expect(sizeOf(file)).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(policy.parse({ Statement: statementsOf(file) }).Statement.length).toBeGreaterThan(1);
  });

  it('names each action once, and as a whole', () => {
    const actions = [...actionsIn(FILE)];
    expect(new Set(actions).size).toBe(actions.length);
    expect(actions.filter((one) => !/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/.test(one))).toEqual([]);
  });

  it('hands roles to the services alone that the fixes need them for', () => {
    expect([...passedTo(), ...linkedFor()].filter((one) => one.endsWith('?'))).toEqual([]);
    const conditions = statementsOf(FILE).filter(({ Action }) =>
      [PASSES, LINKS].some((one) => Action.includes(one)),
    );
    expect(conditions).toHaveLength(2);
    for (const { Condition } of conditions)
      expect(Condition).toMatchObject({ StringEquals: expect.anything() });
  });

  it('may change neither who may do what, nor itself, nor delete what it has no fix for', () => {
    const never = [
      ...['iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:CreateUser'],
      ...['iam:CreateAccessKey', 'iam:AttachUserPolicy', 's3:DeleteBucket', 's3:DeleteObject'],
      ...['ec2:TerminateInstances', 'rds:DeleteDBInstance', 'kms:ScheduleKeyDeletion', 'sts:AssumeRole'],
    ];
    const granted = [...actionsIn(FILE), ...actionsIn(PATCHING_FILE)];
    expect(granted.filter((one) => never.includes(one))).toEqual([]);
  });

  it('is for the role that the service enters accounts with, by its external id', () => {
    expect(readConfig({ SHEPHERD_API_KEY: 'x'.repeat(32) }).get('REMEDIATION_ROLE_NAME')).toBe(ROLE);
    const trust = (name: string) =>
      JSON.parse(
        readFileSync(new URL(`../../deploy/iam/${name}-trust.json`, import.meta.url), 'utf8'),
      ) as unknown;
    expect(trust('remediation')).toEqual(trust('scanner'));
  });
});
