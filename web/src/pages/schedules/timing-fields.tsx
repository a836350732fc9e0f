import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../api/api.js';
import { useDebounced } from '../../ui/debounced.js';
import { FieldProblems } from '../../ui/field-problems.js';
import { Skeleton } from '../../ui/states.js';
import { previewOf } from './queries.js';
import { Times } from './times.js';

const TYPED_MS = 250;
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];
const EXAMPLES = ['rate(6 hours)', 'cron(0 6 ? * MON-FRI *)', 'cron(30 2 * * ? *)', 'cron(0 4 L * ? *)'];

interface Timing {
  expression: string;
  timezone: string;
}

/** When it runs: what is typed is said in words, with its next times, as it is typed. */
export function TimingFields({ before }: { before: Timing }) {
  const [timing, setTiming] = useState(before);
  const typed = useDebounced(timing, TYPED_MS);
  return (
    <>
      <label>
        When (cron, rate or at)
        <input
          name="expression"
          required
          maxLength={256}
          autoComplete="off"
          spellCheck={false}
          list="expressions"
          aria-describedby="meaning"
          value={timing.expression}
          onChange={({ target }) => setTiming({ ...timing, expression: target.value })}
        />
        <datalist id="expressions">
          {EXAMPLES.map((example) => (
            <option key={example} value={example} />
          ))}
        </datalist>
      </label>
      <label>
        Time zone
        <input
          name="timezone"
          required
          maxLength={50}
          autoComplete="off"
          spellCheck={false}
          list="zones"
          value={timing.timezone}
          onChange={({ target }) => setTiming({ ...timing, timezone: target.value })}
        />
        <datalist id="zones">
          {ZONES.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </label>
      <div className="preview">
        <Preview expression={typed.expression.trim()} timezone={typed.timezone.trim()} />
      </div>
    </>
  );
}

function Preview({ expression, timezone }: Timing) {
  const { data, error } = useQuery(previewOf(expression, timezone));
  const isEmpty = expression === '' || timezone === '';
  return (
    <>
      {/* read out as it changes; the times are there to be looked at */}
      <div id="meaning" aria-live="polite">
        {isEmpty ? (
          <p className="soft">
            Minutes, hours, day of the month, month, day of the week, year; or rate(6 hours).
          </p>
        ) : error !== null ? (
          <p className="problem">{error.message}</p>
        ) : data === undefined ? (
          <Skeleton />
        ) : (
          <Meaning of={data} />
        )}
      </div>
      {!isEmpty && data?.valid === true && <Times of={data.next} />}
    </>
  );
}

const Meaning = ({ of: { words, problems, valid, next } }: { of: Schemas['SchedulePreview'] }) =>
  valid ? (
    <>
      <p>
        <strong data-words="">{words}</strong>
      </p>
      {next.length === 0 && <p className="problem">It has no more times.</p>}
    </>
  ) : (
    <div className="problem">
      <FieldProblems of={problems} />
    </div>
  );
