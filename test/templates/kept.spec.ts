import { describe, expect, it } from '@jest/globals';
import { templateNames, templateOf } from '../support/template-yaml.js';

/** What is kept, and the keys that it is kept with. */

interface Statement {
  Principal: { Service?: string | string[] };
  Action: string[];
  Condition?: unknown;
}
const statements = (key: string) => {
  const { KeyPolicy } = templateOf('keys').Resources[key]?.Properties as {
    KeyPolicy: { Statement: Statement[] };
  };
  return KeyPolicy.Statement;
};
const of = (service: string) =>
  statements('Key').filter(({ Principal }) => [Principal.Service ?? []].flat().includes(service));

describe('the key of what AWS services keep', () => {
  it('lets EventBridge write to encrypted queues, whatever source it names or does not', () => {
    const unconditional = of('events.amazonaws.com').filter(({ Condition }) => Condition === undefined);
    const actions = unconditional.flatMap(({ Action }) => Action);
    expect(actions).toEqual(
      expect.arrayContaining(['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey']),
    );
  });

  it('lets alarms of this account write to encrypted topics', () => {
    expect(of('cloudwatch.amazonaws.com')).toMatchObject([
      {
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });

  it('is another than that of secrets, which no service may use', () => {
    expect(statements('SecretsKey').filter(({ Principal }) => Principal.Service !== undefined)).toEqual([]);
  });
});

describe('what is kept when a stack is deleted', () => {
  const kept = templateNames().flatMap((name) =>
    Object.entries(templateOf(name).Resources)
      .filter(([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain') === true)
      .map(([id, { DeletionPolicy }]) => `${name}.${id} ${DeletionPolicy ?? ''}`),
  );

  it('are keys and buckets, but not those of a first try that failed', () => {
    expect(kept.sort()).toEqual([
      'data.LogsBucket RetainExceptOnCreate',
      'data.ReportsBucket RetainExceptOnCreate',
      'keys.Key RetainExceptOnCreate',
      'keys.SecretsKey RetainExceptOnCreate',
    ]);
  });
});
