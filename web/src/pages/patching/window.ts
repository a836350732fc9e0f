import type { Schemas } from '../../api/api.js';
import { textIn } from '../../ui/fields.js';

export type Window = NonNullable<Schemas['PatchPolicy']['maintenanceWindow']>;

export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** What a form says of it; null: at any time. */
export const windowIn = (form: FormData): Window | null =>
  form.has('window')
    ? {
        timezone: textIn(form, 'timezone'),
        days: days.filter((day) => form.getAll('days').includes(day)),
        from: textIn(form, 'from'),
        to: textIn(form, 'to'),
      }
    : null;

/** As people read it. */
export const windowInWords = ({ days: on, from, to, timezone }: Window): string =>
  `${on.join(', ')} from ${from} to ${to} (${timezone})`;
