import type { Message } from '../message.js';
import { percent } from '../phrases.js';
import type { ReadingOf } from '../readings.js';
import { frameworkName } from '../resource-names.js';
import { name } from '../safe-text.js';
import { linkIf, told } from './told.js';

/** A framework was assessed. */
export function assessmentCompleted(done: ReadingOf<'assessment.completed'>, at: string): Message {
  const { framework, score, summary, reportId, executionId, assessmentId } = done;
  const what = framework === null ? 'Compliance' : name(frameworkName(framework), 80);
  return told({
    ...{ kind: 'assessment', subjectId: assessmentId ?? reportId ?? executionId, at },
    title: `${what} assessed: ${score === null ? 'no score could be told' : percent(score)}`,
    text: summary === null ? null : name(summary, 1500),
    links: [
      ...linkIf('report', reportId, 'Open report'),
      ...linkIf('execution', executionId, 'Open workflow'),
    ],
  });
}
