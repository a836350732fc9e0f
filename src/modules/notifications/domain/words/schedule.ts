import type { Message } from '../message.js';
import { plainWords, shownTime } from '../phrases.js';
import type { ReadingOf } from '../readings.js';
import { name } from '../safe-text.js';
import { field, linkIf, linkTo, told } from './told.js';

type Run = ReadingOf<'schedule.run.succeeded'>;

/** A schedule's run has come to nothing. */
export const scheduleRunFailed = (run: ReadingOf<'schedule.run.failed'>, at: string): Message =>
  told({
    ...{ ...about(run, at), severity: 'high' },
    title: `Schedule failed: ${name(plainWords(run.scheduleType), 100)}`,
    text: name(run.error, 1500),
    links: [
      linkTo('schedule', run.scheduleId, 'Open schedule', { style: 'primary' }),
      ...linkIf('execution', run.executionId, 'Open workflow'),
    ],
  });

export const scheduleRunSucceeded = (run: Run, at: string): Message =>
  told({
    ...about(run, at),
    title: `Schedule ran: ${name(plainWords(run.scheduleType), 100)}`,
    links: linkIf('execution', run.executionId, 'Open workflow'),
  });

const about = ({ scheduleId, plannedAt, attempt }: Run, at: string) => ({
  ...{ kind: 'schedule' as const, subjectId: scheduleId, at },
  fields: [
    ...field('Schedule', name(scheduleId)),
    ...field('Planned for', shownTime(plannedAt)),
    ...field('Attempt', attempt > 1 ? String(attempt) : null),
  ],
});
