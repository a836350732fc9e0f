import { isNoEvidence, type Known } from '../../part.js';
import { type AccountTrails, type WatchedLogGroup } from '../../resources/cloudtrail/account-trails.js';
import { type TrailFields } from '../../resources/cloudtrail/trail.js';
import { type AlarmFields } from '../../resources/cloudwatch/alarm.js';
import { type MetricFilter } from '../../resources/logs/metric-filter.js';
import { matchesEvent } from './filter-pattern.js';
import { logs, records, recordsManagement } from './recorded.js';
import { everydayCall, type SampleEvent } from './sample-events.js';
import { allOf, anyOf, type Truth } from './truth.js';

/** The trails of an account with what watches them. */
export type Watched = Known<AccountTrails, 'watchedLogGroups'>;

/** How far a filter's matches come: to somebody who is told, or to where the chain breaks. */
export interface Link {
  filter: string;
  told: Truth;
  /** The alarms that tell; else what is missing. */
  alarms: string[];
  broken: string | null;
}

/** Whether somebody is told of each of the events by what watches one trail. */
export interface Coverage {
  trail: string;
  logGroup: string | null;
  covered: Truth;
  /** Names of the events of which nobody is surely told. */
  missed: string[];
  /** Of the filters that match any of the events. */
  links: Link[];
}

/**
 * Follows the events through trail, log group, metric filters, alarms, SNS topics and subscriptions. Several filters
 * may share the events among them.
 */
export function coverageOf(
  trail: TrailFields,
  { watchedLogGroups: groups }: Pick<Watched, 'watchedLogGroups'>,
  events: readonly SampleEvent[],
  accountId: string,
): Coverage {
  const group = groups.find(({ arn }) => arn === trail.logGroupArn);
  const recording = logs(trail, recordsManagement);
  const none = { trail: trail.arn, logGroup: trail.logGroupArn, missed: namesOf(events), links: [] };
  if (recording === false || group === undefined) return { ...none, covered: false };
  if (isNoEvidence(group.filters)) return { ...none, covered: null };
  const filters = group.filters.map((filter) => ({ filter, link: linkOf(filter, group, accountId) }));
  const judged = events.map((event) => {
    const matches = filters.map(({ filter, link }) => ({
      link,
      matches: matchesEvent(filter.pattern, event),
    }));
    const told = anyOf(matches.map((one) => allOf([one.matches, one.link.told])));
    return { event, links: matches, covered: allOf([recording, isRecorded(trail, event), told]) };
  });
  const touched = new Set(
    judged.flatMap(({ links }) => links.filter(({ matches }) => matches !== false).map(({ link }) => link)),
  );
  return {
    ...{ trail: trail.arn, logGroup: group.arn },
    covered: allOf(judged.map(({ covered }) => covered)),
    missed: namesOf(judged.filter(({ covered }) => covered !== true).map(({ event }) => event)),
    links: [...touched],
  };
}

const namesOf = (events: readonly SampleEvent[]): string[] => [
  ...new Set(
    events.map(({ eventName, errorCode }) => (typeof errorCode === 'string' ? errorCode : eventName)),
  ),
];

/** Selectors may leave a service out: events of KMS often are. */
const isRecorded = ({ selectors }: TrailFields, { eventSource, eventName, readOnly }: SampleEvent): Truth =>
  isNoEvidence(selectors)
    ? null
    : records(selectors, {
        ...{ eventCategory: 'Management', eventSource, eventName },
        readOnly: String(readOnly),
      });

function linkOf(filter: MetricFilter, group: WatchedLogGroup, accountId: string): Link {
  const link = (told: Truth, broken: string | null, alarms: readonly AlarmFields[] = []): Link => ({
    ...{ filter: filter.name, told, broken },
    alarms: alarms.map(({ name }) => name),
  });
  if (matchesEvent(filter.pattern, everydayCall(accountId)) === true)
    return link(false, 'it matches calls of every day, too');
  const { alarms } = group;
  if (isNoEvidence(alarms)) return link(null, 'the alarms could not be read');
  const watching = alarms.filter((alarm) => watches(alarm, filter));
  if (watching.length === 0) return link(false, 'no alarm watches its metric');
  const acting = watching.filter(({ actionsEnabled }) => actionsEnabled);
  if (acting.length === 0) return link(false, 'the actions of its alarms are switched off', watching);
  const sending = acting.filter((alarm) => topicsOf(alarm, group).length > 0);
  if (sending.length === 0) return link(false, 'its alarms send to no SNS topic', acting);
  const told = anyOf(sending.flatMap((alarm) => topicsOf(alarm, group)).map(confirmed));
  if (told === true) return link(true, null, sending);
  return link(
    told,
    told === null
      ? 'the subscriptions of the SNS topic could not be read'
      : 'nobody has confirmed a subscription of the SNS topic',
    sending,
  );
}

type Topic = WatchedLogGroup['topics'][number];

const topicsOf = ({ alarmActions }: AlarmFields, { topics }: WatchedLogGroup): Topic[] =>
  topics.filter(({ arn }) => alarmActions.includes(arn));

const confirmed = (topic: Topic): Truth => (isNoEvidence(topic.confirmed) ? null : topic.confirmed);

/** An alarm on a metric with dimensions watches another metric than the one without. */
const watches = (alarm: AlarmFields, filter: MetricFilter): boolean =>
  filter.metrics.some(
    (one) =>
      Number(one.value) !== 0 &&
      alarm.metrics.some(
        (metric) =>
          metric.namespace === one.namespace &&
          metric.name === one.name &&
          metric.dimensions.join() === one.dimensions.join(),
      ),
  );
