import { type FieldProblem } from '../../../shared/app-error.js';

export const rateUnits = ['minutes', 'hours', 'days'] as const;
export type RateUnit = (typeof rateUnits)[number];

export interface RateExpression {
  kind: 'rate';
  text: string;
  amount: number;
  unit: RateUnit;
  periodMs: number;
}

/** A day is 24 hours here, also where clocks change: AWS counts rates from the start, not by the calendar. */
const UNIT_MS: Record<RateUnit, number> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

type Parsed = { ok: true; expression: RateExpression } | { ok: false; problems: FieldProblem[] };

/**
 * Reads what stands in rate(...): `5 minutes`, `1 day`. The Scheduler guide itself writes `rate(1 days)`, so singular
 * and plural go with any positive number (rules of EventBridge are stricter). Recorded as rejected by AWS: seconds,
 * years, negatives, leading and inner blanks.
 */
export function parseRate(inner: string): Parsed {
  if (/^\s|\s$|\s\s|[^\S ]/.test(inner)) {
    return refused('blanks are wrong: exactly one between the number and the unit, and none around them');
  }
  const [amountText = '', unitText, ...more] = inner.split(' ');
  if (amountText === '' || unitText === undefined || more.length > 0) {
    return refused(`'${inner}' is no rate: write a number and a unit, such as rate(5 minutes)`);
  }
  const amount = amountProblem(amountText);
  const unit = rateUnits.find((one) => unitText === one || `${unitText}s` === one);
  const unitProblem =
    unit === undefined ? `the unit '${unitText}' is not one of minutes, hours, days` : undefined;
  if (unit === undefined || amount !== undefined) {
    const messages = [amount, unitProblem].filter((message) => message !== undefined);
    return { ok: false, problems: messages.map((message) => ({ path: 'rate', message })) };
  }
  const periodMs = Number(amountText) * UNIT_MS[unit];
  if (!Number.isSafeInteger(periodMs)) return refused(`${amountText} ${unitText} are too long a time`);
  const text = `rate(${amountText} ${unitText})`;
  return { ok: true, expression: { kind: 'rate', text, amount: Number(amountText), unit, periodMs } };
}

function amountProblem(text: string): string | undefined {
  if (/^[1-9]\d*$/.test(text)) return undefined;
  if (/^0+$/.test(text)) return 'a rate of 0 would run without end: the number is 1 or more';
  return `'${text}' is no positive whole number (digits only, no sign, no leading zero)`;
}

const refused = (message: string): Parsed => ({ ok: false, problems: [{ path: 'rate', message }] });
