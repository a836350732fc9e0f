import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { linesIn, textIn } from '../../ui/fields.js';
import { Problem } from '../../ui/problem.js';
import { severities } from '../../ui/severity.js';
import { Empty, Shown } from '../../ui/states.js';
import { newToken } from '../../ui/token.js';
import { changed, incidentOf } from './queries.js';

type Body = Schemas['ReportIncident'];

/** Reports an incident. Nothing is contained by that: it is done by people, once they have seen what it does. */
export function NewIncident() {
  const mayReport = useMay('operator');
  const queryClient = useQueryClient();
  const report = useMutation({
    mutationFn: ({ body, token }: { body: Body; token: string }) =>
      bodyOf(api.POST('/incidents', { params: { header: { 'Idempotency-Key': token } }, body })),
    onSuccess: () => changed(queryClient),
  });
  // sent again after an answer that was lost, it is reported once
  const send = (body: Body) => {
    const before = report.variables;
    const isSame = JSON.stringify(before?.body) === JSON.stringify(body);
    report.mutate({ body, token: isSame && before !== undefined ? before.token : newToken() });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const severity = severities.find((one) => one === textIn(form, 'severity'));
    const description = textIn(form, 'description');
    const title = textIn(form, 'title');
    send({
      incidentType: textIn(form, 'incidentType'),
      ...(severity === undefined ? {} : { severity }),
      ...(title === '' ? {} : { title }),
      ...(description === '' ? {} : { description }),
      resourceArns: linesIn(form, 'resourceArns'),
      findingIds: linesIn(form, 'findingIds'),
    });
  };
  return (
    <>
      <p>
        <Link to="/incidents">← Incidents</Link>
      </p>
      <h1>Report an incident</h1>
      {!mayReport ? (
        <Empty title="Operators report incidents">
          <p>Tell one of them, or sign in with a key that may.</p>
        </Empty>
      ) : report.data !== undefined ? (
        <Reported incidentId={report.data.incidentId} />
      ) : (
        <form onSubmit={submit} className="stack card narrow">
          <label>
            Type, in words of your own
            <input name="incidentType" required maxLength={128} placeholder="compromised-key" />
          </label>
          <label>
            Severity
            <select name="severity">
              <option value="">as its findings and resources say</option>
              {severities.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
          <label>
            Title (left out: it gets one)
            <input name="title" maxLength={256} />
          </label>
          <label>
            What is known of it
            <textarea name="description" rows={3} maxLength={10_000} />
          </label>
          <label>
            ARNs of the resources that it is about, one a line
            <textarea name="resourceArns" rows={3} className="code" spellCheck={false} />
          </label>
          <label>
            Ids of findings, one a line
            <textarea name="findingIds" rows={2} className="code" spellCheck={false} />
          </label>
          <Problem error={report.error} />
          <p className="actions">
            <button className="button primary" disabled={report.isPending}>
              Report it
            </button>
          </p>
        </form>
      )}
    </>
  );
}

const LOOKS = 60;
const LOOK_MS = 500;

/** It is there as soon as its workflow has classified it. */
const Reported = ({ incidentId }: { incidentId: string }) => (
  <>
    <p role="status">It was reported, and is being classified.</p>
    <Shown of={useQuery({ ...incidentOf(incidentId), retry: LOOKS, retryDelay: LOOK_MS })} lines={2}>
      {({ id, title, severity }) => (
        <p>
          <Link to="/incidents/$incidentId" params={{ incidentId: id }}>
            {title}
          </Link>{' '}
          is {severity}.
          {id !== incidentId && ' It was open already: its timeline says that it was seen again.'}
        </p>
      )}
    </Shown>
  </>
);
