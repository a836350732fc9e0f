import type { Schemas } from '../../../api/api.js';
import { textIn } from '../../../ui/fields.js';
import { severities } from '../../../ui/severity.js';
import { days as allDays } from '../week.js';
import { endingFacts, type Fact, whenIn } from './conditions.js';

type Rule = Schemas['SaveNotificationRule'];

const numberIn = (form: FormData, name: string): number | null => {
  const text = textIn(form, name);
  return text === '' ? null : Number(text);
};
const textsIn = (form: FormData, name: string): string[] =>
  form.getAll(name).filter((one) => typeof one === 'string');

function deliveryIn(form: FormData): NonNullable<Rule['delivery']> {
  const digest = textIn(form, 'delivery');
  if (digest === 'hourly') return { digest };
  if (digest !== 'daily') return 'immediate';
  return { digest, timeOfDay: textIn(form, 'timeOfDay'), timezone: textIn(form, 'timezone') };
}

function quietHoursIn(form: FormData): Rule['quietHours'] {
  if (!form.has('quiet')) return null;
  const days = allDays.filter((day) => form.has(`quiet.${day}`));
  return {
    from: textIn(form, 'quiet.from'),
    to: textIn(form, 'quiet.to'),
    timezone: textIn(form, 'quiet.timezone'),
    exceptSeverities: severities.filter((one) => form.has(`quiet.${one}`)),
    ...(days.length === 0 ? {} : { days }),
  };
}

export function ruleIn(form: FormData, fact: Fact): Rule {
  return {
    name: textIn(form, 'name'),
    description: textIn(form, 'description') || null,
    enabled: form.has('enabled'),
    when: whenIn(form, fact) as Rule['when'],
    channels: textIn(form, 'whom') === 'these' ? textsIn(form, 'channels') : 'all',
    delivery: deliveryIn(form),
    quietHours: quietHoursIn(form),
    repeatAfterMinutes: numberIn(form, 'repeatAfterMinutes'),
    escalation:
      form.has('escalates') && endingFacts.has(fact)
        ? {
            afterMinutes: Number(textIn(form, 'escalation')),
            channels: textsIn(form, 'escalation.channels'),
          }
        : null,
  };
}
