import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { remediationsOfFinding } from '../remediations/queries.js';
import { RemediationRow } from '../remediations/remediation-row.js';
import { PlanAndAsk } from './plan-and-ask.js';

/** How to be rid of it: by hand, in words; or by us, planned first and changed only when that is asked for. */
export function Fix({ finding }: { finding: Schemas['FindingDetail'] }) {
  const mayPlan = useMay('operator');
  const { data: asked } = useQuery(remediationsOfFinding(finding.id));
  return (
    <section className="card">
      <h2>How to fix it</h2>
      {finding.remediation ? (
        <p>
          {finding.remediation.text}{' '}
          <a href={finding.remediation.url} target="_blank" rel="noreferrer">
            More about it
          </a>
        </p>
      ) : (
        <p className="soft">The tool that found it says nothing about it.</p>
      )}
      {mayPlan && finding.status === 'open' && <PlanAndAsk findingIds={[finding.id]} />}
      {asked !== undefined && asked.items.length > 0 && (
        <>
          <h3>Its remediations</h3>
          <ul className="rows" aria-label="Remediations of this finding">
            {asked.items.map((remediation) => (
              <RemediationRow key={remediation.remediationId} remediation={remediation} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
