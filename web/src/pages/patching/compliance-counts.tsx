import type { Schemas } from '../../api/api.js';
import { severities } from '../../ui/severity.js';

type Instance = Schemas['PatchCompliance'];

const sum = (numbers: readonly (number | null | undefined)[]): number =>
  numbers.reduce<number>((all, one) => all + (one ?? 0), 0);

/** What is missing in all, of the instances that are shown. */
export function ComplianceCounts({ of: instances, more }: { of: readonly Instance[]; more: boolean }) {
  const having = (status: Instance['status']) => instances.filter((one) => one.status === status).length;
  const counts = [
    ['shown', instances.length, 'instances'],
    ['compliant', having('compliant'), 'compliant'],
    ['non-compliant', having('non_compliant'), 'non-compliant'],
    ['unknown', having('unknown'), 'unknown'],
    ['missing', sum(instances.map((one) => one.missing)), 'patches missing'],
    ['failed', sum(instances.map((one) => one.failed)), 'failed'],
    ['pending-reboot', sum(instances.map((one) => one.pendingReboot)), 'pending reboot'],
    ...severities.flatMap((severity): [string, number, string][] => {
      const count = sum(instances.map((one) => one.missingBySeverity[severity]));
      return count === 0 ? [] : [[severity, count, `missing for ${severity} vulnerabilities`]];
    }),
  ] as const;
  return (
    <section className="card" aria-label="In all">
      <ul className="counts">
        {counts.map(([name, count, words]) => (
          <li key={name}>
            <b data-count={name}>{count.toLocaleString('en-US')}</b> {words}
          </li>
        ))}
      </ul>
      {more && <p className="soft">Of the instances below: there are more.</p>}
    </section>
  );
}
