import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { PatchingHead } from './parts.js';
import { PolicyForm } from './policy-form.js';
import { policy } from './queries.js';
import { windowInWords } from './window.js';

type Policy = Schemas['PatchPolicy'];

/** By what patches are approved, and whether what is approved is installed by itself. */
export function PatchPolicy() {
  const mayChange = useMay('admin');
  return (
    <>
      <PatchingHead title="Patch policy" curl="/patching/policy" />
      <Shown of={useQuery(policy)} lines={8}>
        {(now) => (
          <div className="parts">
            <p className="soft" role="status">
              {now.savedAt === null ? (
                'Nobody has saved one: these are the defaults.'
              ) : (
                <>
                  Saved by {now.savedBy}, <Time at={now.savedAt} />
                </>
              )}
            </p>
            {mayChange ? <PolicyForm now={now} /> : <PolicyFacts policy={now} />}
          </div>
        )}
      </Shown>
    </>
  );
}

const yesNo = (is: boolean): string => (is ? 'yes' : 'no');

const PolicyFacts = ({ policy: now }: { policy: Policy }) => (
  <section className="card">
    <dl className="facts">
      <dt>Critical patches are approved without asking</dt>
      <dd>{yesNo(now.autoApproveCritical)}</dd>
      <dt>Others that are</dt>
      <dd>{now.autoApproveSeverities.join(', ') || 'none'}</dd>
      <dt>Never approved nor asked for</dt>
      <dd>{now.excludedPatches.join(', ') || 'none'}</dd>
      <dt>What is approved is installed by itself</dt>
      <dd>{yesNo(now.installAfterApproval)}</dd>
      <dt>When its batches may begin</dt>
      <dd>{now.maintenanceWindow === null ? 'at any time' : windowInWords(now.maintenanceWindow)}</dd>
      <dt>Undecided, it is rejected after</dt>
      <dd>{now.approvalExpiresInHours} hours</dd>
      <dt>A scan that sees critical vulnerabilities starts the approval</dt>
      <dd>{yesNo(now.startOnCritical)}</dd>
    </dl>
    <p className="soft">Admins change it.</p>
  </section>
);
