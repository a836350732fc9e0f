import { type CronExpression } from './cron.js';
import { engineOf } from './cron-engine.js';
import { type Timetable } from './timetable.js';
import { gaps, instantsOf, offsetsOf, wallOf } from '../../../shared/timezone.js';

/**
 * What a change of the clocks has to do with the occurrence `at`, when `before` is the one before it (or where the
 * look began): this local time comes twice, or a run between the two fell into a gap. A rate() follows no clock.
 */
export function dstNote(timetable: Timetable, before: Date, at: Date): string | undefined {
  const { expression, timezone, startDate } = timetable;
  if (expression.kind === 'rate') return undefined;
  const zone = offsetsOf(timezone);
  const notes: string[] = [];
  if (expression.kind === 'cron') {
    const since = Math.max(before.getTime(), startDate?.getTime() ?? before.getTime());
    for (const gap of gaps(zone, since, at.getTime())) notes.push(...skipped(expression, gap));
  }
  if (instantsOf(zone, wallOf(zone, at.getTime())).length > 1) {
    notes.push('this local time comes twice that day; runs once, at the first');
  }
  return notes.length === 0 ? undefined : notes.join('. ');
}

/** The runs that were planned for times that a gap left out, by name of the first and the last of them. */
function skipped(expression: CronExpression, gap: { fromMs: number; toMs: number }): string[] {
  const engine = engineOf(expression);
  const first = engine.next(gap.fromMs - 1000);
  const last = engine.previous(gap.toMs);
  if (first === undefined || last === undefined || first >= gap.toMs) return [];
  const [date, time] = shown(first);
  if (first === last) return [`${time} does not exist on ${date} (clocks go forward); that run is skipped`];
  const [lastDate, lastTime] = shown(last);
  const until = lastDate === date ? lastTime : `${lastTime} on ${lastDate}`;
  return [`${time} to ${until} do not exist on ${date} (clocks go forward); those runs are skipped`];
}

/** Date and time on the wall; cron knows no seconds. */
function shown(wallMs: number): [string, string] {
  const text = new Date(wallMs).toISOString();
  return [text.slice(0, 10), text.slice(11, 16)];
}
