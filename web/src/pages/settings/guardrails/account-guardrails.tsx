import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { AsCurl } from '../../../ui/as-curl.js';
import { Copy } from '../../../ui/copy.js';
import { Confirm } from '../../../ui/confirm.js';
import { Shown } from '../../../ui/states.js';
import { Time } from '../../../ui/time.js';
import { ChangeIt } from '../change-it.js';
import { GuardrailsForm } from './guardrails-form.js';
import { ALL, guardrailsChanged, guardrailsOf, nameOf, ofAddress } from './queries.js';
import { fields, originInWords } from './words.js';

/** What may be changed in one account, or in all, and whose word each part is. */
export function AccountGuardrails() {
  const params = useParams({ from: '/settings/guardrails/$accountId' });
  const accountId = ofAddress(params.accountId);
  const mayChange = useMay('admin');
  return (
    <>
      <p>
        <Link to="/settings/guardrails">← Guardrails</Link>
      </p>
      <Shown of={useQuery(guardrailsOf(accountId))} lines={8}>
        {(now) => (
          <article className="parts">
            <header className="page-head">
              <h2>Guardrails: {nameOf(accountId)}</h2>
              <span className="actions">
                {accountId !== ALL && <Copy text={accountId} what="account id" />}
                <AsCurl path={`/remediations/guardrails/${accountId}`} />
              </span>
            </header>
            <section className="card">
              <h3>What holds</h3>
              <dl className="facts">
                {fields.map(({ name, label, words }) => (
                  <Fact key={name} label={label} text={words(now.effective)} origin={now.origins[name]} />
                ))}
              </dl>
              {now.savedBy !== null && (
                <p className="soft">
                  Saved by {now.savedBy}, <Time at={now.savedAt} />
                </p>
              )}
            </section>
            {mayChange && <Change now={now} />}
          </article>
        )}
      </Shown>
    </>
  );
}

const Fact = ({ label, text, origin }: { label: string; text: string; origin: string | undefined }) => (
  <>
    <dt>{label}</dt>
    <dd>
      {text} <small className="soft">{originInWords(origin)}</small>
    </dd>
  </>
);

/** Sets its own, or takes them back. */
function Change({ now }: { now: Schemas['Guardrails'] }) {
  const { accountId, registered, settings } = now;
  const params = { path: { accountId } };
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const save = useMutation({
    mutationFn: (body: Schemas['SaveGuardrails']) =>
      bodyOf(api.PUT('/remediations/guardrails/{accountId}', { params, body })),
    // one that is refused may have come too late: what is there now is shown
    onSettled: (after) => guardrailsChanged(queryClient, after),
  });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/remediations/guardrails/{accountId}', { params }),
    onSuccess: async () => {
      if (!registered) {
        // there is nothing of it any more
        await navigate({ to: '/settings/guardrails' });
        queryClient.removeQueries({ queryKey: guardrailsOf(accountId).queryKey });
      }
      await guardrailsChanged(queryClient);
    },
  });
  return (
    <>
      {registered ? (
        <ChangeIt title="Change them" now={now} versionOf={({ version }) => version} mutation={save}>
          {(before, form) => (
            <GuardrailsForm
              {...form}
              settings={before.settings ?? {}}
              isOfAll={accountId === ALL}
              // somebody else's change meanwhile is not written over
              save={(given) => form.save({ ...given, version: before.version })}
            />
          )}
        </ChangeIt>
      ) : (
        <p className="soft">The account is not registered any more: what is set can only be removed.</p>
      )}
      {settings !== null && (
        <p className="actions">
          <Confirm act="Remove" name="what is set" title="Remove what is set?" mutation={remove}>
            <p>
              What holds is then{' '}
              {accountId === ALL ? 'the default: nothing is changed' : 'what is set for all accounts'}, also
              for what runs.
            </p>
          </Confirm>
        </p>
      )}
    </>
  );
}
