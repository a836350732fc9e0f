import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Dialog } from '../../ui/dialog.js';
import { Problem } from '../../ui/problem.js';
import { Time } from '../../ui/time.js';
import { findingOf, FINDINGS } from './queries.js';
import { SuppressFields, suppressionIn } from './suppress-fields.js';

/** Says that a finding is accepted, why and until when; or takes that back. */
export function Suppression({ finding }: { finding: Schemas['FindingDetail'] }) {
  const mayDo = useMay('operator');
  const [isOpen, setOpen] = useState(false);
  const queryClient = useQueryClient();
  const params = { path: { id: finding.id } };
  const onSuccess = (now: Schemas['FindingDetail']) => {
    queryClient.setQueryData(findingOf(finding.id).queryKey, now);
    void queryClient.invalidateQueries({ queryKey: [FINDINGS, 'list'] });
    setOpen(false);
  };
  const suppress = useMutation({
    mutationFn: (body: Schemas['SuppressFinding']) =>
      bodyOf(api.POST('/findings/{id}/suppress', { params, body })),
    onSuccess,
  });
  const takeBack = useMutation({
    mutationFn: () => bodyOf(api.POST('/findings/{id}/unsuppress', { params, body: {} })),
    onSuccess,
  });
  const close = () => {
    setOpen(false);
    suppress.reset();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    suppress.mutate(suppressionIn(event.currentTarget));
  };
  if (!mayDo && finding.suppressed === null) return null;
  return (
    <section className="card">
      <h2>Suppression</h2>
      {finding.suppressed ? (
        <p>
          {finding.suppressed.by} has accepted it: “{finding.suppressed.reason}”, until{' '}
          {finding.suppressed.until === null ? 'it is taken back' : <Time at={finding.suppressed.until} />}.
        </p>
      ) : (
        <p className="soft">
          A finding that is accepted is left out of counts and messages, and stays in the record.
        </p>
      )}
      {mayDo && finding.suppressed && (
        <button
          type="button"
          className="button"
          disabled={takeBack.isPending}
          onClick={() => takeBack.mutate()}
        >
          Take it back
        </button>
      )}
      <Problem error={takeBack.error} />
      {mayDo && !finding.suppressed && (
        <button type="button" className="button" onClick={() => setOpen(true)}>
          Suppress …
        </button>
      )}
      <Dialog title="Suppress this finding" isOpen={isOpen} close={close}>
        <form onSubmit={submit} className="stack">
          <SuppressFields />
          <Problem error={suppress.error} />
          <button className="button primary" disabled={suppress.isPending}>
            Suppress
          </button>
        </form>
      </Dialog>
    </section>
  );
}
