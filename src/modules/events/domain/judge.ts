import type { Change, Disposition } from './disposition.js';
import { partitionOfRegion } from '../../../shared/partition.js';
import { textsAt } from './paths.js';
import { accountOf, partitionOf, plainName, type CloudTrailRecord, type ServiceEvent } from './record.js';
import { nothing, type AllTarget, type OneTarget, type Rule, type RuleTable } from './rule.js';
import { mayBe, touched, touchedBy, type Reading, type Touched } from './targets.js';

export { type Touched } from './targets.js';

/** What an event means, before anybody asks AWS. */
export interface Judgement {
  /** `processed`: it is to be described. */
  disposition: Extract<Disposition, 'processed' | 'ignored'>;
  reason: string;
  /** `s3.amazonaws.com PutBucketPolicy`; null: no rule is about it. */
  rule: string | null;
  resources: (Touched & { change: Change })[];
  related: Touched[];
  relatedAll: AllTarget[];
}

const READS =
  /^(Get|List|Describe|Head|Lookup|Search|Select|Query|Scan|BatchGet|BatchDescribe|Test|Simulate|Validate|Preview|Check|Detect|Estimate)(?=[A-Z])/;
const WRITES =
  /^(Create|Put|Update|Modify|Delete|Tag|Untag|Set|Attach|Detach|Associate|Disassociate|Enable|Disable|Add|Remove|Change|Restore|Register|Deregister|Replace|Reset)(?=[A-Z])/;

/** Reads events by the tables of `tables`: what each changed, and why it is left alone where it is. */
export function judgeOf(tables: readonly RuleTable[]) {
  const known = new Map<string, Map<string, Rule>>();
  for (const { source, rules } of tables) {
    const ofSource = known.get(source) ?? new Map<string, Rule>();
    for (const [name, rule] of Object.entries(rules)) ofSource.set(name, rule);
    known.set(source, ofSource);
  }
  const targets = tables.flatMap(({ rules }) => Object.values(rules).flatMap(targetsOf));

  /** What a CloudTrail record means. */
  function ofRecord(record: CloudTrailRecord): Judgement {
    const ignored = whyIgnored(record);
    if (ignored !== undefined) return left(ignored, null);
    const name = plainName(record.eventName);
    const source = record.eventSource.replace(/\.cn$/, '');
    const rule = known.get(source)?.get(name);
    const root = {
      request: record.requestParameters ?? {},
      response: record.responseElements ?? {},
      extra: record.additionalEventData ?? {},
      service: record.serviceEventDetails ?? {},
      identity: record.userIdentity ?? {},
      record: { resources: record.resources ?? [] },
    };
    const place = {
      partition: partitionOf(record),
      region: record.awsRegion ?? '',
      account: accountOf(record) ?? '',
    };
    const { own, foreign } = recordedResources(record, place.account);
    const byRecord = (type: string) => own.flatMap((one) => (one.type === type ? [one.arn] : []));
    const named = (wanted: readonly OneTarget[], change: Change, by: string): Judgement | undefined => {
      const found = own.flatMap(({ arn, type }) =>
        type !== undefined && wanted.some((target) => target.type === type && mayBe(target, arn))
          ? [{ ...touched(arn, type, place.region), change }]
          : [],
      );
      return found.length === 0 ? undefined : { ...done('described', by), resources: found };
    };
    if (rule === undefined) {
      const isWrite = known.has(source) && WRITES.test(name);
      return (
        (isWrite ? named(targets, 'changed', `${source} resources`) : undefined) ?? left('not_tracked', null)
      );
    }
    const judged = apply(rule, `${source} ${name}`, { root, place, byRecord });
    if (judged.reason === 'names_no_resource') {
      const [first] = rule.effects;
      return (first && named(targetsOf(rule), first.change, `${source} ${name}`)) ?? judged;
    }
    const resources = judged.resources.filter(({ arn }) => !foreign.has(arn));
    const related = judged.related.filter(({ arn }) => !foreign.has(arn));
    return resources.length === 0 && judged.resources.length > 0
      ? left('other_account', judged.rule)
      : { ...judged, resources, related };
  }

  /** What another event of EventBridge's means. */
  function ofService({ source, detailType, accountId, region, resources, detail }: ServiceEvent): Judgement {
    const rule = known.get(source)?.get(detailType);
    if (rule === undefined) return left('not_tracked', null);
    const place = {
      partition: partitionIn(resources) ?? partitionOfRegion(region),
      region,
      account: accountId,
    };
    return apply(rule, `${source} ${detailType}`, {
      root: { detail, event: { resources } },
      place,
      byRecord: () => [...resources],
    });
  }

  return { ofRecord, ofService };
}

/** A call that concerns two accounts names the resources of both: only those of the event's own account are its. */
function recordedResources({ resources }: CloudTrailRecord, account: string) {
  const all = (resources ?? []).flatMap(({ ARN: arn, type, accountId }) =>
    arn === undefined ? [] : [{ arn, type, accountId }],
  );
  const isOwn = ({ accountId }: { accountId?: string }) => accountId === undefined || accountId === account;
  const foreign = all.filter((one) => !isOwn(one));
  return { own: all.filter(isOwn), foreign: new Set(foreign.map(({ arn }) => arn)) };
}

const targetsOf = ({ effects }: Rule): OneTarget[] => effects.map(({ target }) => target);

function whyIgnored(record: CloudTrailRecord): string | undefined {
  if (record.errorCode !== undefined && record.errorCode !== null && record.errorCode !== '')
    return 'failed_call';
  if (record.readOnly === true) return 'read_only';
  if (record.managementEvent === false || (record.eventCategory ?? 'Management') !== 'Management')
    return 'data_event';
  if (typeof record.readOnly !== 'boolean' && READS.test(plainName(record.eventName))) return 'read_only';
  return undefined;
}

function apply(rule: Rule, name: string, reading: Reading): Judgement {
  if (rule.choice !== undefined) return apply(chosen(rule.choice, reading), name, reading);
  if (rule.nothing !== undefined) return left('not_tracked', name);
  const decided = decidedBy(rule, reading);
  const resources = new Map<string, Touched & { change: Change }>();
  for (const { change, target } of rule.effects) {
    for (const one of touchedBy(target, reading)) {
      if (!resources.has(one.arn)) resources.set(one.arn, { ...one, change: decided ?? change });
    }
  }
  const single = rule.related.filter((target): target is OneTarget => !('all' in target));
  const related = single
    .flatMap((target) => touchedBy(target, reading))
    .filter(({ arn }) => !resources.has(arn));
  const relatedAll = rule.related.filter((target): target is AllTarget => 'all' in target);
  const tracked =
    [...resources.values(), ...related].some(({ type }) => type !== null) || relatedAll.length > 0;
  const head = tracked
    ? done('described', name)
    : left(resources.size === 0 ? 'names_no_resource' : 'not_tracked', name);
  return { ...head, resources: [...resources.values()], related, relatedAll };
}

function chosen({ path, rules }: NonNullable<Rule['choice']>, { root }: Reading): Rule {
  const [value = ''] = textsAt(root, path);
  return (Object.hasOwn(rules, value) ? rules[value] : undefined) ?? rules['*'] ?? nothing('no such choice');
}

/** What the value decides that a rule looks at; undefined: it leaves the change as the rule has it. */
function decidedBy({ changeBy }: Rule, { root }: Reading): Change | undefined {
  if (changeBy === undefined) return undefined;
  const [value] = textsAt(root, changeBy.path);
  if (value === undefined) return undefined;
  return Object.hasOwn(changeBy.changes, value) ? changeBy.changes[value] : changeBy.changes['*'];
}

const partitionIn = (arns: readonly string[]): string | undefined =>
  /^arn:(aws[a-z-]*):/.exec(arns[0] ?? '')?.[1];

const done = (reason: string, rule: string): Judgement => ({
  ...{ disposition: 'processed', reason, rule },
  ...{ resources: [], related: [], relatedAll: [] },
});

const left = (reason: string, rule: string | null): Judgement => ({
  ...{ disposition: 'ignored', reason, rule },
  ...{ resources: [], related: [], relatedAll: [] },
});
