import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { Failure } from '../../ui/failure.js';
import { DispositionBadge, inWords } from './disposition.js';
import { recordsIn, type Records } from './records.js';
import { Touched } from './touched.js';

const EXAMPLE = {
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketPolicy',
  awsRegion: 'eu-west-1',
  recipientAccountId: '123456789012',
  requestParameters: { bucketName: 'acme-web-assets' },
};

/** Takes a CloudTrail record and tells what would become of it; nothing is stored. */
export function Explain() {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const explain = useMutation({
    mutationFn: async (body: Records) => [await bodyOf(api.POST('/events/explain', { body }))].flat(),
  });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const { records, problem: found } = recordsIn(text);
    setProblem(found);
    explain.reset();
    if (records !== undefined) explain.mutate(records);
  };
  return (
    <details className="card">
      <summary>What would become of a CloudTrail record?</summary>
      <form className="stack" onSubmit={submit}>
        <label>
          A record, an event of EventBridge, or a list of them, as JSON
          <textarea
            rows={8}
            value={text}
            spellCheck={false}
            className="arn"
            aria-invalid={problem !== undefined}
            aria-describedby={problem === undefined ? undefined : 'record-problem'}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
        {problem !== undefined && (
          <p id="record-problem" className="problem" role="alert">
            {problem}
          </p>
        )}
        <p className="actions">
          <button className="button primary" disabled={explain.isPending}>
            Explain
          </button>
          <button
            type="button"
            className="button"
            onClick={() => setText(JSON.stringify(EXAMPLE, undefined, 2))}
          >
            Use an example
          </button>
          <span className="soft">Nothing is stored, and nothing is done.</span>
        </p>
      </form>
      {explain.error !== null && <Failure error={explain.error} retry={submit} />}
      {explain.data?.map((one, i) => (
        <Explained key={i} event={one} />
      ))}
    </details>
  );
}

const Explained = ({ event }: { event: Schemas['ExplainedEvent'] }) => (
  <section className="explained" aria-label={`What would become of ${event.eventName}`}>
    <h2>
      {event.eventName} <span className="soft">{event.eventSource}</span>
    </h2>
    <p>
      <DispositionBadge of={event.disposition} /> {inWords(event.reason)}
      {event.rule === null ? null : (
        <>
          {', by the rule '}
          <code>{event.rule}</code>
        </>
      )}
    </p>
    <Touched resources={event.resources} />
  </section>
);
