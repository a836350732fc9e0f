import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { Problem } from '../../ui/problem.js';
import { changed } from './queries.js';

/** Lets the workflow ask those whom guardrails want to agree: the incident is reported again, and joins itself. */
export function AskPeople({ incident }: { incident: Schemas['Incident'] }) {
  const { incidentType, resourceArns, severity } = incident;
  const queryClient = useQueryClient();
  const ask = useMutation({
    mutationFn: () => {
      const body = { incidentType, resourceArns, severity: 'critical', autoRemediate: true } as const;
      return bodyOf(api.POST('/incidents', { body }));
    },
    onSettled: () => changed(queryClient),
  });
  if (ask.isSuccess)
    return (
      <p role="status">
        They are asked within seconds: <Link to="/approvals">what waits for a decision</Link>.
      </p>
    );
  return (
    <>
      <Problem error={ask.error} />
      <p>
        They are asked about all of its resources, and it is contained as soon as they agree
        {severity === 'critical' ? '' : '; that makes the incident critical'}.
      </p>
      <p className="actions">
        <button
          type="button"
          className="button primary"
          disabled={ask.isPending}
          onClick={() => ask.mutate()}
        >
          Ask them
        </button>
      </p>
    </>
  );
}
