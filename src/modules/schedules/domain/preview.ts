import { type FieldProblem } from '../../../shared/app-error.js';
import { dstNote } from './dst-note.js';
import { parseExpression } from './expression.js';
import { nextAfter, type Timetable } from './timetable.js';
import { isTimezone, offsetsOf } from '../../../shared/timezone.js';
import { inWords } from './words.js';

export interface PreviewRequest {
  expression: string;
  timezone: string;
  /** Where the preview begins; an occurrence at it counts. A rate() without startDate counts from here. */
  from: Date;
  count: number;
  startDate?: Date | undefined;
  endDate?: Date | undefined;
}

export interface PreviewedRun {
  /** ISO 8601 in UTC. */
  at: string;
  /** The same instant on the clock of the zone, with its offset: 2026-11-01T06:00:00-05:00. */
  local: string;
  /** What a change of the clocks does to this run, or did to one before it. */
  note?: string;
}

export interface Preview {
  valid: boolean;
  problems: FieldProblem[];
  /** null where the request is not valid. */
  words: string | null;
  /** Empty also for a valid expression that never runs again. */
  next: PreviewedRun[];
}

/** What an expression means and when it runs next. */
export function preview(request: PreviewRequest): Preview {
  const { timezone, from, startDate, endDate } = request;
  const parsed = parseExpression(request.expression);
  const problems = [...(parsed.ok ? [] : parsed.problems), ...timezoneProblems(timezone)];
  if (!parsed.ok || problems.length > 0) return { valid: false, problems, words: null, next: [] };
  const timetable: Timetable = { expression: parsed.expression, timezone, anchor: from, startDate, endDate };
  return previewOf(timetable, from, request.count);
}

/** The same for a timetable that has been checked. */
export function previewOf(timetable: Timetable, from: Date, count: number): Preview {
  const words = inWords(timetable.expression, timetable.timezone);
  return { valid: true, problems: [], words, next: nextRuns(timetable, from, count) };
}

const timezoneProblems = (timezone: string): FieldProblem[] =>
  isTimezone(timezone)
    ? []
    : [
        {
          path: 'timezone',
          message: `'${timezone}' is no time zone: write an IANA name such as Europe/Berlin`,
        },
      ];

function nextRuns(timetable: Timetable, from: Date, count: number): PreviewedRun[] {
  const runs: PreviewedRun[] = [];
  let before = new Date(from.getTime() - 1);
  while (runs.length < count) {
    const at = nextAfter(timetable, before);
    if (at === undefined) break;
    const note = dstNote(timetable, before, at);
    runs.push({
      at: at.toISOString(),
      local: localIso(timetable.timezone, at),
      ...(note === undefined ? {} : { note }),
    });
    before = at;
  }
  return runs;
}

function localIso(timezone: string, at: Date): string {
  const offsetMs = offsetsOf(timezone).at(at.getTime());
  const minutes = Math.trunc(Math.abs(offsetMs) / 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const wall = new Date(at.getTime() + offsetMs).toISOString().slice(0, 19);
  return `${wall}${offsetMs < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
}
