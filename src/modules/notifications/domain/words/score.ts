import type { Message } from '../message.js';
import { percent } from '../phrases.js';
import type { ReadingOf } from '../readings.js';
import { frameworkName } from '../resource-names.js';
import { name } from '../safe-text.js';
import { field, linkIf, told } from './told.js';

/** A framework's score is another than before. */
export function scoreChanged(change: ReadingOf<'score.changed'>, at: string): Message {
  const { before, score, coverage, accountId, frameworkId, source } = change;
  const framework = name(frameworkName(frameworkId), 80);
  const fell = before !== null && (score === null || score < before);
  return told({
    ...{ kind: 'score', severity: fell ? 'medium' : null, at },
    title: `${framework} score ${scoreMove(before, score)} in account ${name(accountId, 40)}`,
    text: score === null ? 'Nothing of it could be decided this time: look at what could not be read.' : null,
    fields: field(
      'Coverage',
      coverage === null ? null : `${percent(coverage)} of what it asks could be decided`,
    ),
    links: source.startsWith('scan_') ? linkIf('scan', source, 'Open scan') : [],
  });
}

/** `fell from 82% to 74%` */
export function scoreMove(before: number | null, score: number | null): string {
  if (score === null)
    return before === null ? 'is not known' : `was ${percent(before)} and is not known any more`;
  if (before === null) return `is ${percent(score)}`;
  const verb = score < before ? 'fell' : 'rose';
  return score === before
    ? `is still ${percent(score)}`
    : `${verb} from ${percent(before)} to ${percent(score)}`;
}
