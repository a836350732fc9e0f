import type { Message } from '../message.js';
import { count, percent, plainWords, shownDuration, shownNumber, shownTime } from '../phrases.js';
import type { ReadingOf } from '../readings.js';
import { name } from '../safe-text.js';
import { field, linkIf, linkTo, told } from './told.js';

type Execution = ReadingOf<'workflow.finished'>;

/** An execution has failed, or took too long. */
export function workflowFailed(execution: Execution, at: string): Message {
  const { error, cause, status } = execution;
  const how = status === 'TIMED_OUT' ? 'took too long' : 'failed';
  const why = [error, cause].filter((one) => one !== null && one !== '').join(': ');
  return told({
    ...{ ...about(execution, at), severity: 'high' },
    title: `Workflow ${how}: ${name(plainWords(execution.workflowType), 100)}`,
    text: why === '' ? null : name(why, 1500),
    links: [
      linkTo('execution', execution.executionId, 'Open workflow', { style: 'primary' }),
      ...linkIf('schedule', execution.scheduleId, 'Open schedule'),
    ],
  });
}

const ENDS: Record<string, string> = { SUCCEEDED: 'finished', ABORTED: 'was stopped' };

export function workflowFinished(execution: Execution, at: string): Message {
  const how = ENDS[execution.status];
  if (how === undefined) return workflowFailed(execution, at);
  return told({
    ...about(execution, at),
    title: `Workflow ${how}: ${name(plainWords(execution.workflowType), 100)}`,
    links: [linkTo('execution', execution.executionId, 'Open workflow')],
  });
}

const about = ({ executionId, executionName, startedAt, stoppedAt }: Execution, at: string) => ({
  ...{ kind: 'workflow' as const, subjectId: executionId, at },
  fields: [
    ...field('Execution', name(executionName)),
    ...field('Began', startedAt === null ? null : shownTime(startedAt)),
    ...field('Ran for', startedAt === null ? null : shownDuration(startedAt, stoppedAt)),
  ],
});

/** Too many events have failed of late. */
export function errorRateHigh(rate: ReadingOf<'error-rate.high'>, at: string): Message {
  const { failed, processed, minutes, thresholdPercent, until } = rate;
  return told({
    ...{ kind: 'error_rate', subjectId: rate.eventId, severity: 'high', at },
    title: `${percent(rate.percent)} of events fail`,
    text:
      `${shownNumber(failed)} of ${count(processed, 'event')} failed in the ${shownNumber(minutes)} minutes until ` +
      `${shownTime(until)}; ${percent(thresholdPercent)} is the most that is thought normal. What changed in the ` +
      'accounts meanwhile may not have been seen: /events/history says which events failed, and why.',
  });
}
