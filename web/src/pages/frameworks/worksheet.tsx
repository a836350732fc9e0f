import { Link } from '@tanstack/react-router';
import { Empty } from '../../ui/states.js';
import type { SheetFilters } from './filters.js';
import { Requirement } from './requirement.js';
import type { Assessed, Assessment } from './statuses.js';

/** Each requirement, by section, as far as the address lets it through. */
export function Worksheet({
  of: { requirements, frameworkId },
  filters: { accountId, status, requirement },
}: {
  of: Assessment;
  filters: SheetFilters;
}) {
  const shown = requirements
    .filter((one) => status === undefined || one.status === status)
    .filter(({ id }) => requirement === undefined || id === requirement);
  if (shown.length === 0)
    return (
      <Empty title="No requirement is like this">
        <p>
          <Link to="/frameworks/$frameworkId" params={{ frameworkId }} search={{ accountId }}>
            Show all of them
          </Link>
        </p>
      </Empty>
    );
  return bySection(shown).map(([section, all]) => (
    <section key={section} className="card" data-section={section}>
      <h2>{section}</h2>
      <ul className="requirements">
        {all.map((one) => (
          <Requirement key={one.id} of={one} accountId={accountId} />
        ))}
      </ul>
    </section>
  ));
}

function bySection(requirements: readonly Assessed[]): [section: string, requirements: Assessed[]][] {
  const sections = new Map<string, Assessed[]>();
  for (const one of requirements) sections.set(one.section, [...(sections.get(one.section) ?? []), one]);
  return [...sections];
}
