import type { Schemas } from '../../api/api.js';
import { textIn } from '../../ui/fields.js';

/** Why something is accepted, and until when. */
export const SuppressFields = () => (
  <>
    <label>
      Why is it accepted?
      <textarea name="reason" required maxLength={500} rows={3} />
    </label>
    <label>
      Until (left out: until it is taken back)
      <input type="date" name="until" />
    </label>
  </>
);

/** What they say, as the API wants it. */
export function suppressionIn(form: HTMLFormElement): Schemas['SuppressFinding'] {
  const fields = new FormData(form);
  const until = textIn(fields, 'until');
  return {
    reason: textIn(fields, 'reason'),
    ...(until === '' ? {} : { expiresAt: new Date(until).toISOString() }),
  };
}
