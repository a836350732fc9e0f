import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { textIn } from '../../../ui/fields.js';
import { objectIn } from '../../../ui/json.js';
import { JsonField } from '../../../ui/json-field.js';
import { Problem } from '../../../ui/problem.js';
import { examples, findingAsFact, type TriedFact, triedFacts } from './examples.js';
import { newestFinding } from './queries.js';
import { TrialResult } from './trial-result.js';

/** Of a rule about incidents the first thing that happens is tried. */
const triedOf = (fact: string | undefined): TriedFact =>
  triedFacts.find((one) => one === fact || one === `${fact ?? ''}.opened`) ?? 'finding.opened';

/** Takes a fact, and says whom the rules would tell of it; nobody is told. */
export function RuleTrial({ of: rule, begins }: { of?: Schemas['NotificationRule']; begins?: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="card" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Who would be told?</summary>
      {isOpen && <Trial rule={rule} begins={triedOf(begins)} />}
    </details>
  );
}

function Trial({ rule, begins }: { rule: Schemas['NotificationRule'] | undefined; begins: TriedFact }) {
  const [fact, setFact] = useState(begins);
  const finding = useQuery({ ...newestFinding, enabled: fact === 'finding.opened' });
  const test = useMutation({
    mutationFn: (payload: Record<string, unknown>) =>
      bodyOf(api.POST('/notifications/rules/test', { body: { fact, payload } })),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    test.mutate(objectIn(textIn(new FormData(event.currentTarget), 'payload')) ?? {});
  };
  const newest = fact === 'finding.opened' ? finding.data : undefined;
  const payload = newest ? findingAsFact(newest) : examples[fact];
  return (
    <>
      <form onSubmit={submit} onChange={test.reset} className="stack">
        <label>
          What has happened
          <select
            value={fact}
            onChange={({ target }) => setFact(triedFacts.find((one) => one === target.value) ?? fact)}
          >
            {triedFacts.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        {newest && <p className="soft">The newest finding stands here; change what you like.</p>}
        <JsonField
          key={JSON.stringify(payload)}
          label="As it is told (JSON)"
          name="payload"
          before={payload}
          rows={8}
        />
        <p className="actions">
          <button className="button primary" disabled={test.isPending}>
            Try it
          </button>
          <span className="soft">Nothing is stored, and nobody is told.</span>
        </p>
      </form>
      <Problem error={test.error} />
      {test.data && <TrialResult of={test.data} ruleId={rule?.id} />}
    </>
  );
}
