import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Dialog } from '../../ui/dialog.js';
import { textIn } from '../../ui/fields.js';
import { Problem } from '../../ui/problem.js';
import { isUnderWay } from './filters.js';
import { EXECUTIONS } from './queries.js';

/** Stops an execution, or lets one that has ended badly go on from there. */
export function Controls({ execution }: { execution: Schemas['WorkflowStatus']['result'] }) {
  const { executionArn, status, startDate } = execution;
  const mayDo = useMay('operator');
  const [isOpen, setOpen] = useState(false);
  const queryClient = useQueryClient();
  const params = { path: { executionArn } };
  // the history is told by events, or asked for as soon as the status has changed
  const onSuccess = () => {
    setOpen(false);
    return queryClient.invalidateQueries({ queryKey: [EXECUTIONS] });
  };
  const stop = useMutation({
    mutationFn: (body: Schemas['StopWorkflow']) =>
      bodyOf(api.PUT('/workflows/{executionArn}/stop', { params, body })),
    onSuccess,
  });
  const redrive = useMutation({
    mutationFn: () => bodyOf(api.POST('/workflows/{executionArn}/redrive', { params, body: {} })),
    onSuccess,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    stop.mutate({ error: 'Stopped', cause: textIn(new FormData(event.currentTarget), 'cause') });
  };
  if (!mayDo) return null;
  return (
    <div>
      {isUnderWay(status) && (
        <button type="button" className="button" onClick={() => setOpen(true)}>
          Stop …
        </button>
      )}
      {!isUnderWay(status) && status !== 'SUCCEEDED' && startDate !== null && (
        <button
          type="button"
          className="button"
          disabled={redrive.isPending}
          title="Goes on from where it ended: what has succeeded is kept"
          onClick={() => redrive.mutate()}
        >
          Redrive
        </button>
      )}
      <Problem error={redrive.error} />
      <Dialog title="Stop this execution" isOpen={isOpen} close={() => setOpen(false)}>
        <form onSubmit={submit} className="stack">
          <p className="soft">What it has changed stays changed. It can go on later from where it is.</p>
          <label>
            Why is it stopped?
            <textarea name="cause" required maxLength={2000} rows={3} />
          </label>
          <Problem error={stop.error} />
          <button className="button primary" disabled={stop.isPending}>
            Stop
          </button>
        </form>
      </Dialog>
    </div>
  );
}
