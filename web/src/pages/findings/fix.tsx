import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Remedy } from '../controls/remedy.js';
import { fixes, remediationsOfFinding } from '../remediations/queries.js';
import { RemediationRow } from '../remediations/remediation-row.js';
import { PlanAndAsk } from './plan-and-ask.js';

/** How to be rid of it: by hand, in words; or by us, planned first and changed only when that is asked for. */
export function Fix({ finding }: { finding: Schemas['FindingDetail'] }) {
  const mayPlan = useMay('operator');
  const { data: asked } = useQuery(remediationsOfFinding(finding.id));
  const known = useQuery(fixes).data?.items;
  const isByHand = known !== undefined && !known.some(({ controls }) => controls.includes(finding.controlId));
  return (
    <section className="card">
      <h2>How to fix it</h2>
      {finding.remediation ? (
        <Remedy of={finding.remediation} />
      ) : (
        <p className="soft">The tool that found it says nothing about it.</p>
      )}
      {isByHand && <p className="soft">It is fixed by hand: there is no automatic fix for it.</p>}
      {mayPlan && !isByHand && finding.status === 'open' && <PlanAndAsk findingIds={[finding.id]} />}
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
