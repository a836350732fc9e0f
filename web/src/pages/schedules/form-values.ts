import type { Schemas } from '../../api/api.js';
import { textIn, timeIn } from '../../ui/fields.js';
import { objectIn } from '../../ui/json.js';

type Schedule = Schemas['Schedule'];
/** What the form sets; the rest of a schedule stays as it is. */
export type Values = Pick<
  Schemas['CreateSchedule'],
  'scheduleType' | 'cronExpression' | 'scheduleExpression' | 'timezone' | 'enabled' | 'description' | 'target'
> &
  Pick<Schemas['CreateSchedule'], 'parameters' | 'overlapPolicy' | 'misfirePolicy'> &
  Pick<Schemas['CreateSchedule'], 'startDate' | 'endDate' | 'jitterSeconds'>;

export const overlaps = ['skip', 'queue_one', 'allow', 'cancel_running'] as const;
export const misfires = ['run_once', 'run_all', 'skip'] as const;

/** @param before what the fields were filled with; its target stays where the form leaves it alone: it knows two of the four kinds */
export function valuesIn(form: FormData, before: Schedule | undefined): Values {
  const expression = textIn(form, 'expression');
  const type = textIn(form, 'target');
  return {
    scheduleType: textIn(form, 'scheduleType'),
    // bare fields are those of cron
    ...(expression.includes('(') ? { scheduleExpression: expression } : { cronExpression: expression }),
    timezone: textIn(form, 'timezone'),
    enabled: form.has('enabled'),
    description: textIn(form, 'description') || null,
    target:
      type === 'kept' && before !== undefined
        ? before.target
        : type === 'scan'
          ? { type }
          : { type: 'step-functions', stateMachineName: textIn(form, 'stateMachineName') },
    parameters: objectIn(textIn(form, 'parameters')) ?? {},
    overlapPolicy: overlaps.find((one) => one === textIn(form, 'overlapPolicy')) ?? 'skip',
    misfirePolicy: misfires.find((one) => one === textIn(form, 'misfirePolicy')) ?? 'run_once',
    startDate: timeIn(form, 'startDate', before?.startDate) ?? null,
    endDate: timeIn(form, 'endDate', before?.endDate) ?? null,
    jitterSeconds: Number(textIn(form, 'jitterSeconds') || 0),
  };
}

/** What of it is other than before: a time that is not sent is not counted anew. */
export function otherThan(before: Schedule, values: Values): Schemas['ChangeSchedule'] {
  const had: Partial<Record<string, unknown>> = { ...before };
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(had[name])),
  );
}
