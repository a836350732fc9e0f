import { useMutation } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { Evidence } from '../../ui/evidence.js';
import { textIn } from '../../ui/fields.js';
import { objectIn } from '../../ui/json.js';
import { JsonField } from '../../ui/json-field.js';
import { usd } from '../../ui/money.js';
import { Problem } from '../../ui/problem.js';
import { SeverityBadge } from '../../ui/severity.js';
import { VerdictBadge } from '../../ui/verdict.js';

/** The configuration of a resource, which may be changed before the control is asked. */
export function TrialForm({ controlId, resource }: { controlId: string; resource: Schemas['Resource'] }) {
  const { accountId, region, configuration: read } = resource;
  const test = useMutation({
    mutationFn: (configuration: Record<string, unknown>) =>
      bodyOf(
        api.POST('/controls/{id}/test', {
          params: { path: { id: controlId } },
          body: { configuration, accountId, region },
        }),
      ),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const configuration = objectIn(textIn(new FormData(event.currentTarget), 'configuration'));
    if (configuration !== undefined) test.mutate(configuration);
  };
  return (
    <>
      {/* what was said is not about what stands there now */}
      <form onSubmit={submit} onChange={test.reset} className="stack">
        <JsonField
          label="Configuration, as it was read (JSON); change it to see what would be"
          name="configuration"
          rows={8}
          before={read}
        />
        <p className="actions">
          <button className="button" disabled={test.isPending}>
            {test.isPending ? 'Trying …' : 'Try it on this'}
          </button>
        </p>
      </form>
      <Problem error={test.error} />
      {test.data && <Outcome of={test.data} />}
    </>
  );
}

const Outcome = ({
  of: { verdict, severity, evidence, risk, estimatedMonthlySavingsUsd: cost },
}: {
  of: Schemas['ControlVerdict'];
}) => (
  <div role="status" data-part="outcome">
    <p>
      <VerdictBadge of={verdict} />{' '}
      {verdict === 'fail' && (
        <>
          <SeverityBadge of={severity} />
          {risk !== null && <span className="chip">{risk} risk</span>}
          {cost !== null && <span className="soft"> {usd(cost)} a month could be saved</span>}
        </>
      )}
    </p>
    <h3>What decided</h3>
    {Object.keys(evidence).length === 0 ? (
      <p className="soft">Nothing but that it is there.</p>
    ) : (
      <Evidence evidence={evidence} />
    )}
  </div>
);
