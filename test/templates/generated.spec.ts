import { writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import { matches, patternOf } from '../../src/modules/events/domain/pattern/index.js';
import { ruleTables } from '../../src/modules/events/domain/rules/index.js';
import { blocks, statementsIn } from '../support/template-blocks.js';
import { read, templateOf, templateText, TEMPLATES, written, type Value } from '../support/template-yaml.js';

const NAMES = ['messages', 'roles', 'member', 'forwarding'];
const BLOCK = /^( *)# <generated ([a-z-]+)>\n[\s\S]*?^ *# <\/generated \2>$/gm;
/** Of one rule (EventBridge quotas, "Event pattern size"). */
const LONGEST_PATTERN = 2048;

/** The template with its blocks as the code and deploy/iam have them now. */
async function current(name: string): Promise<string> {
  const path = new URL(`${name}.yaml`, TEMPLATES).pathname;
  const text = templateText(name).replaceAll(BLOCK, (_, indent: string, block: string) => {
    const make = blocks[block];
    if (make === undefined) throw new Error(`${name}.yaml: nothing makes ${block}`);
    const made = written(make(), indent.length);
    return `${indent}# <generated ${block}>\n${made}\n${indent}# </generated ${block}>`;
  });
  return format(text, { ...(await resolveConfig(path)), parser: 'yaml' });
}

/** The pattern of a rule where `TakesAllEvents` is so. */
function patternIn(template: string, rule: string, all: boolean): Value {
  const given = templateOf(template).Resources[rule]?.Properties['EventPattern'] as { 'Fn::If': Value[] };
  return given['Fn::If'][all ? 1 : 2] ?? null;
}
const tells = (template: string, event: object, all = false): boolean =>
  ['TrailRule', 'ServiceEventsRule'].some((rule) => {
    const read = patternOf(patternIn(template, rule, all));
    if ('problems' in read) throw new Error(JSON.stringify(read.problems));
    return matches(read.pattern, event);
  });
const call = (eventSource: string) => ({
  source: `aws.${eventSource.split('.')[0] ?? ''}`,
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { eventSource },
});

describe('the templates', () => {
  it.each(NAMES)('%s.yaml has what the code and deploy/iam have (UPDATE_DOCS=1 writes it)', async (name) => {
    const text = await current(name);
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(new URL(`${name}.yaml`, TEMPLATES), text);
    expect(templateText(name)).toBe(text);
  });

  it('have each block somewhere', () => {
    const used = NAMES.flatMap((name) => [...templateText(name).matchAll(BLOCK)].map(([, , block]) => block));
    expect([...new Set(used)].sort()).toEqual(Object.keys(blocks).sort());
  });

  it('read as they are written', () => {
    const value: Value = {
      a: { Ref: 'b' },
      c: [{ 'Fn::Sub': 'x: ${d}' }, { e: ["it's", 1, true], f: 'true' }],
    };
    expect(read(written({ g: value }, 4))).toEqual({ g: value });
    const choice: Value = { 'Fn::If': ['h', { i: { 'Fn::GetAtt': ['j', 'k.l'] } }, { Ref: 'AWS::NoValue' }] };
    expect(read(written({ m: [choice] }, 0))).toEqual({ m: [choice] });
  });
});

describe.each(['messages', 'forwarding'])('the rules of %s.yaml', (template) => {
  it('take all that changes something in the inventory', () => {
    const changing = ruleTables.flatMap(({ source, rules }) =>
      Object.entries(rules)
        .filter(([, rule]) => rule.nothing === undefined)
        .map(([name]) => (source.startsWith('aws.') ? { source, 'detail-type': name } : call(source))),
    );
    expect(changing.length).toBeGreaterThan(700);
    expect(changing.filter((event) => !tells(template, event))).toEqual([]);
  });

  it('leave alone what the inventory does not hold, unless all events are wanted', () => {
    const others = [
      call('athena.amazonaws.com'),
      { source: 'aws.s3', 'detail-type': 'Object Created', detail: {} },
      {
        source: 'my.app',
        'detail-type': 'AWS API Call via CloudTrail',
        detail: { eventSource: 's3.amazonaws.com' },
      },
    ];
    expect(others.map((event) => tells(template, event))).toEqual([false, false, false]);
    expect(others.map((event) => tells(template, event, true))).toEqual([true, true, false]);
  });

  it.each(['TrailRule', 'ServiceEventsRule'])(
    '%s has a pattern that EventBridge takes by its length',
    (rule) => {
      expect(JSON.stringify(patternIn(template, rule, false)).length).toBeLessThanOrEqual(LONGEST_PATTERN);
    },
  );
});

describe('the permissions in the templates', () => {
  const actionsIn = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(actionsIn);
    if (value === null || typeof value !== 'object') return [];
    const own = (value as { Action?: string | string[] }).Action ?? [];
    return [...[own].flat(), ...Object.values(value).flatMap(actionsIn)];
  };
  const ofRole = (template: string, role: string) =>
    new Set(actionsIn(templateOf(template).Resources[role]?.Properties['Policies']));
  const ofFiles = (...files: string[]) =>
    new Set(files.flatMap((file) => statementsIn(file)).flatMap(({ Action }) => Action));

  it('of workers are those of the files', () => {
    const files = ofFiles('service-policy.json', 'messages-and-reports-policy.json');
    expect(ofRole('roles', 'WorkerRole')).toEqual(files);
  });

  it('of the API are fewer: it calls no function, reads no file of CloudTrail, and asks no model', () => {
    const api = ofRole('roles', 'ApiRole');
    const less = [...ofRole('roles', 'WorkerRole')].filter((action) => !api.has(action));
    expect(less.sort()).toEqual([
      'bedrock:InvokeModel',
      'lambda:InvokeFunction',
      'sqs:ChangeMessageVisibility',
    ]);
    const reads = JSON.stringify(templateOf('roles').Resources['ApiRole']);
    expect(reads).not.toContain('CloudTrail');
  });

  it('in a member account are those of the files', () => {
    expect(ofRole('member', 'InventoryRole')).toEqual(ofFiles('scanner-policy.json'));
    expect(ofRole('member', 'RemediationRole')).toEqual(ofFiles('remediation-policy.json'));
  });

  it.each([
    ['roles', 'ApiRole'],
    ['roles', 'WorkerRole'],
    ['member', 'InventoryRole'],
    ['member', 'RemediationRole'],
  ])('fit into a role: %s.yaml, %s', (template, role) => {
    const policies = templateOf(template).Resources[role]?.Properties['Policies'];
    // IAM counts all inline policies of a role, without white space (IAM quotas)
    expect(JSON.stringify(policies).replaceAll(/\s/g, '').length).toBeLessThan(10_240);
  });
});
