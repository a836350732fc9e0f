import type { Schemas } from '../../../api/api.js';
import { severities } from '../../../ui/severity.js';

/** What people read where it fails. */
export const WordFields = ({ before }: { before: Schemas['CustomControl'] | undefined }) => (
  <>
    <label>
      Title: what is wrong where it fails
      <input name="title" required maxLength={200} defaultValue={before?.title ?? ''} />
    </label>
    <label>
      Severity
      <select name="severity" defaultValue={before?.severity ?? 'medium'}>
        {severities.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
    <label>
      Why it matters
      <textarea name="risk" required maxLength={4000} rows={3} defaultValue={before?.risk ?? ''} />
    </label>
    <label>
      How to fix it
      <textarea
        name="remediation"
        required
        maxLength={4000}
        rows={3}
        defaultValue={before?.remediation.text ?? ''}
      />
    </label>
    <label>
      More about it (an address; may be left out)
      <input name="url" type="url" maxLength={2048} defaultValue={before?.remediation.url ?? ''} />
    </label>
  </>
);
