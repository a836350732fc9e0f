import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { textIn } from '../../../ui/fields.js';
import { objectIn } from '../../../ui/json.js';
import { JsonField } from '../../../ui/json-field.js';
import { Problem } from '../../../ui/problem.js';
import { Skeleton } from '../../../ui/states.js';
import { examples, type TriedFact, triedFacts } from './examples.js';
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
  const isFinding = fact === 'finding.opened';
  const newest = useQuery({ ...newestFinding, enabled: isFinding });
  const test = useMutation({
    mutationFn: ({ payload }: { payload: Record<string, unknown>; version: number | undefined }) =>
      bodyOf(api.POST('/notifications/rules/test', { body: { fact, payload } })),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const payload = objectIn(textIn(new FormData(event.currentTarget), 'payload')) ?? {};
    test.mutate({ payload, version: rule?.version });
  };
  const found = isFinding ? newest.data : undefined;
  // what was said before the rule was changed holds no more
  const isOfThisRule = test.variables?.version === rule?.version;
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
        {found && <p className="soft">The newest finding stands here; change what you like.</p>}
        {isFinding && newest.isPending ? (
          <Skeleton lines={8} />
        ) : (
          <JsonField
            key={fact}
            label="As it is told (JSON)"
            name="payload"
            before={found ?? examples[fact]}
            rows={8}
          />
        )}
        <p className="actions">
          <button className="button primary" disabled={test.isPending || (isFinding && newest.isPending)}>
            Try it
          </button>
          <span className="soft">Nothing is stored, and nobody is told.</span>
        </p>
      </form>
      <Problem error={test.error} />
      {test.data && isOfThisRule && <TrialResult of={test.data} ruleId={rule?.id} />}
    </>
  );
}
