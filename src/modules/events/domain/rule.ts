import type { Change } from './disposition.js';

/** A resource, or several, as a rule makes them from an event. */
export interface Target {
  /** Of the inventory; null: a resource that the inventory does not hold. */
  type: string | null;
  /**
   * An ARN with places: `{partition}`, `{region}`, `{account}`, and paths into the event: `{request.bucketName}`. A
   * path that gives several values makes several ARNs; one that gives none makes none.
   */
  template: string;
  /**
   * Turns the value of a path into the id of the ARN, or into the whole ARN (by what it begins with); undefined: it
   * names no such resource. Without it, a value that is such a resource's ARN stands for the whole, too.
   */
  id?: ((value: string, place: Place) => string | undefined) | undefined;
}

/** Where the event happened. */
export interface Place {
  partition: string;
  region: string;
  account: string;
}

/** The ARNs in the event's own `resources`, of this type: where they really are what was changed. */
export interface RecordedTarget {
  recorded: string;
  type: string | null;
}

/** The first of several ways to name a resource that gives any. */
export interface FirstTarget {
  first: readonly (Target | RecordedTarget)[];
  /** Of the first. */
  type: string | null;
}

export type OneTarget = Target | RecordedTarget | FirstTarget;

/** Every resource of a type that the inventory knows in the account (and region): what a setting for all of them decides. */
export interface AllTarget {
  all: string;
  scope: 'account' | 'region';
}

export interface Effect {
  change: Change;
  target: OneTarget;
}

/** What an event of one name did. */
export interface Rule {
  effects: readonly Effect[];
  /** What was not changed, yet may look otherwise now: it is described, too. */
  related: readonly (OneTarget | AllTarget)[];
  /** By the value at a path, where that decides: an instance whose state is `terminated` is deleted; `*`: by any other value. */
  changeBy?: { path: string; changes: Readonly<Record<string, Change>> };
  /** Why it changes nothing that is worth tracking. */
  nothing?: string;
  /** The rule that holds instead, by the value at a path; `*`: by any other value; without it, nothing is tracked. */
  choice?: { path: string; rules: Readonly<Record<string, Rule>> };
}

type Paths = readonly string[];

/**
 * Declares a kind of resource: the type in the inventory, and an ARN with `{}` where the ids go in. The kind, called
 * with the paths of the ids, is a target: `bucket('request.bucketName')`. A value that is an ARN of the same service
 * already stands for the whole.
 */
export const kind =
  (type: string | null, template: string, options: Pick<Target, 'id'> = {}) =>
  (...paths: Paths): Target => {
    let next = 0;
    const filled = template.replaceAll('{}', () => `{${paths[next++] ?? ''}}`);
    if (next !== paths.length) throw new Error(`${template} takes ${next} paths, not ${paths.length}`);
    return { type, template: filled, ...options };
  };

/** The event's own `resources` of CloudFormation's type `recordedType`, which are `type` in the inventory. */
export const recorded = (recordedType: string, type: string | null = recordedType): RecordedTarget => ({
  recorded: recordedType,
  type,
});

/** The first of these targets that the event tells of: by its `resources`, or else by a parameter. */
export const firstOf = (
  ...targets: readonly [Target | RecordedTarget, ...(Target | RecordedTarget)[]]
): FirstTarget => ({ first: targets, type: targets[0].type });

/** Every known resource of a type, of the event's account or region. */
export const all = (type: string, scope: AllTarget['scope'] = 'account'): AllTarget => ({ all: type, scope });

const effects =
  (change: Change) =>
  (...targets: readonly OneTarget[]): Rule => ({
    effects: targets.map((target) => ({ change, target })),
    related: [],
  });

/** The event made them. */
export const created = effects('created');
/** The event changed them, or a part of them: a bucket whose policy was deleted is changed. */
export const changed = effects('changed');
/** They are gone. */
export const deleted = effects('deleted');

/** Nothing that is worth tracking: sessions, jobs, reads that AWS counts as writes. */
export const nothing = (why: string): Rule => ({ effects: [], related: [], nothing: why });

/** Several of these at once. */
export const both = (...rules: readonly Rule[]): Rule => ({
  effects: rules.flatMap((rule) => rule.effects),
  related: rules.flatMap((rule) => rule.related),
});

/** The same rule for events of several names. */
export const each = (names: readonly string[], rule: Rule): Record<string, Rule> =>
  Object.fromEntries(names.map((name) => [name, rule]));

/** A rule with what is to be described beside it. */
export const alongWith = (rule: Rule, ...related: Rule['related']): Rule => ({
  ...rule,
  related: [...rule.related, ...related],
});

/** A rule whose change follows from a value: `by(changed(instance('detail.instance-id')), 'detail.state', { terminated: 'deleted' })`. */
export const by = (rule: Rule, path: string, changes: Readonly<Record<string, Change>>): Rule => ({
  ...rule,
  changeBy: { path, changes },
});

/** The rule that a value chooses: `choose('detail.event', { createSnapshot: created(snapshot) })`. */
export const choose = (path: string, rules: Readonly<Record<string, Rule>>): Rule => ({
  effects: [],
  related: [],
  choice: { path, rules },
});

/** The rules of one event source: CloudTrail's `s3.amazonaws.com`, or EventBridge's `aws.ec2` by its detail types. */
export interface RuleTable {
  source: string;
  rules: Readonly<Record<string, Rule>>;
}

/**
 * Declares what the events of a source change, by their names without the version of the API. Paths begin with
 * `request`, `response`, `extra` (additionalEventData), `service` (serviceEventDetails), `identity` (userIdentity),
 * `record` (`record.resources[].ARN`) or, of other events than CloudTrail's, `detail` and `event` (`event.resources[]`).
 */
export const rules = (source: string, table: Readonly<Record<string, Rule>>): RuleTable => ({
  source,
  rules: table,
});
