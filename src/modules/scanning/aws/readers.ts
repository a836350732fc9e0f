import { type Scope, type Service } from '../domain/resource-type.js';
import { type Control } from '../domain/control.js';
import { type Reader, type Want } from './reader.js';
import { accessanalyzerReaders } from './accessanalyzer/index.js';
import { acmReaders } from './acm/index.js';
import { cloudtrailReaders } from './cloudtrail/index.js';
import { cloudwatchReaders } from './cloudwatch/index.js';
import { configReaders } from './config/index.js';
import { dynamodbReaders } from './dynamodb/index.js';
import { ec2Readers } from './ec2/index.js';
import { ecrReaders } from './ecr/index.js';
import { efsReaders } from './efs/index.js';
import { elbReaders } from './elb/index.js';
import { guarddutyReaders } from './guardduty/index.js';
import { iamReaders } from './iam/index.js';
import { kmsReaders } from './kms/index.js';
import { lambdaReaders } from './lambda/index.js';
import { logsReaders } from './logs/index.js';
import { rdsReaders } from './rds/index.js';
import { s3Readers } from './s3/index.js';
import { secretsmanagerReaders } from './secretsmanager/index.js';
import { securityhubReaders } from './securityhub/index.js';
import { snsReaders } from './sns/index.js';
import { sqsReaders } from './sqs/index.js';
import { ssmReaders } from './ssm/index.js';

/** One reader for each type of domain/resources. */
export const readers: readonly Reader[] = [
  ...ec2Readers,
  ...s3Readers,
  ...iamReaders,
  ...rdsReaders,
  ...kmsReaders,
  ...cloudtrailReaders,
  ...configReaders,
  ...guarddutyReaders,
  ...securityhubReaders,
  ...accessanalyzerReaders,
  ...lambdaReaders,
  ...snsReaders,
  ...sqsReaders,
  ...secretsmanagerReaders,
  ...ecrReaders,
  ...dynamodbReaders,
  ...logsReaders,
  ...cloudwatchReaders,
  ...efsReaders,
  ...elbReaders,
  ...acmReaders,
  ...ssmReaders,
];

/** What a scan runs for a service: each type comes from exactly one of them. */
export const listersOf = (service: Service, scope: Scope): readonly Reader[] =>
  readers.filter((reader) => reader.lists && reader.type.service === service && reader.scope === scope);

const byType = new Map(readers.map((reader) => [reader.type.type, reader]));

/** The reader of a type (`AWS::IAM::AccessKey`), to describe one resource. */
export const readerOf = (type: string): Reader | undefined => byType.get(type);

const parents = new Map(
  readers.flatMap((parent) => parent.parts.map(({ type }) => [type.type, parent] as const)),
);

/** Where a reader finds its type: what is told of by another's listing lies where that looks. */
export const scopeOf = ({ type, scope }: Reader): Scope => parents.get(type.type)?.scope ?? scope;

/**
 * The parts that a listing has to read so that these controls can decide; null: all. undefined: none of them is about
 * what it lists. `byTags`: tags decide too (some exempt, mute, or are what a scan looks for).
 */
export function wantOf(
  reader: Reader,
  asked: readonly Control[] | null,
  { byTags }: { byTags: boolean },
): Want | undefined {
  if (asked === null) return null;
  const needsOf = (type: string) => asked.filter((one) => one.type === type);
  const own = needsOf(reader.type.type);
  const parts = reader.parts.filter(({ type }) => needsOf(type.type).length > 0);
  if (own.length + parts.length === 0) return undefined;
  return new Set([
    ...(byTags ? ['tags'] : []),
    ...own.flatMap(({ needs }) => needs),
    ...parts.flatMap(({ parentParts }) => parentParts),
  ]);
}
