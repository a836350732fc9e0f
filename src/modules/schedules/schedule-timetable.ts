import { LRUCache } from 'lru-cache';
import { parseExpression, type Expression } from './domain/expression.js';
import type { Timetable } from './domain/timetable.js';
import { inWords } from './domain/words.js';

const parsed = new LRUCache<string, Expression>({ max: 5000 });

/** The timetable of a stored schedule, whose expression was checked when it was saved. */
export function timetableOf(schedule: {
  expression: string;
  timezone: string;
  anchor: Date;
  startDate: Date | null;
  endDate: Date | null;
}): Timetable {
  const { timezone, anchor, startDate, endDate } = schedule;
  return {
    expression: expressionOf(schedule.expression),
    timezone,
    anchor,
    startDate: startDate ?? undefined,
    endDate: endDate ?? undefined,
  };
}

function expressionOf(text: string): Expression {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const result = parseExpression(text);
  if (!result.ok) throw new Error(`a schedule was saved with the expression ${text}`);
  parsed.set(text, result.expression);
  return result.expression;
}

const said = new LRUCache<string, string>({ max: 5000 });

/** What a stored expression means: a list says the same of many. */
export function wordsOf({ expression, timezone }: { expression: string; timezone: string }): string {
  const key = `${expression} ${timezone}`;
  const known = said.get(key);
  if (known !== undefined) return known;
  const words = told(expression, timezone);
  said.set(key, words);
  return words;
}

function told(expression: string, timezone: string): string {
  try {
    return inWords(expressionOf(expression), timezone);
  } catch {
    return expression; // a newer version's, during a deploy: a list still shows it, and the others
  }
}
