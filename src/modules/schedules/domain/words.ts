import cronstrue from 'cronstrue';
import { type AtExpression } from './at.js';
import { type CronExpression } from './cron.js';
import { type Expression } from './expression.js';
import { type RateExpression } from './rate.js';

/** The expression in English: `At 06:00, every day (America/New_York)`. A rate has no zone: it counts hours. */
export function inWords(expression: Expression, timezone: string): string {
  switch (expression.kind) {
    case 'cron':
      return `${cronInWords(expression)} (${timezone})`;
    case 'rate':
      return rateInWords(expression);
    case 'at':
      return `${atInWords(expression)} (${timezone})`;
  }
}

/** Told from the fields as they were written, since a step says more than the list that it stands for. */
function cronInWords({ text }: CronExpression): string {
  const fields = text.slice('cron('.length, -1).replace(/(^|[ ,])(\w+)-\2(?=[ ,]|$)/g, '$1$2'); // 30-30 is 30
  const words = cronstrue.toString(`0 ${fields}`, {
    dayOfWeekStartIndexZero: false,
    use24HourTimeFormat: true,
    verbose: true,
    throwExceptionOnParseError: false,
  });
  return words.replace(', every hour', '');
}

const rateInWords = ({ amount, unit }: RateExpression): string =>
  amount === 1 ? `Every ${unit.slice(0, -1)}` : `Every ${amount} ${unit}`;

function atInWords({ local }: AtExpression): string {
  const [date, time = ''] = local.split('T');
  return `Once, on ${date} at ${time.endsWith(':00') ? time.slice(0, 5) : time}`;
}
