import { severities, SeverityBadge } from '../../ui/severity.js';
import type { FindingFilters } from './filters.js';

interface Counts {
  bySeverity: Record<string, number>;
  byResourceType: Record<string, number>;
}
const TYPES_SHOWN = 15;

/** How many of each severity and type there are among what is shown; each narrows the list. */
export function Facets({
  filters,
  counts,
  change,
}: {
  filters: FindingFilters;
  counts: Counts;
  change: (filters: FindingFilters) => void;
}) {
  const chosen = filters.severity ?? [];
  const types = Object.entries(counts.byResourceType).sort(([, a], [, b]) => b - a);
  return (
    <>
      <fieldset>
        <legend>Severity</legend>
        {severities
          .filter((severity) => chosen.includes(severity) || (counts.bySeverity[severity] ?? 0) > 0)
          .map((severity) => (
            <label key={severity} className="facet">
              <input
                type="checkbox"
                checked={chosen.includes(severity)}
                onChange={({ target }) => {
                  const now = severities.filter((one) =>
                    one === severity ? target.checked : chosen.includes(one),
                  );
                  change({ severity: now.length === 0 ? undefined : now });
                }}
              />
              <SeverityBadge of={severity} />
              <span data-facet={severity}>{(counts.bySeverity[severity] ?? 0).toLocaleString('en-US')}</span>
            </label>
          ))}
      </fieldset>
      <fieldset>
        <legend>Type</legend>
        {types.slice(0, TYPES_SHOWN).map(([type, count]) => (
          <label key={type} className="facet">
            <input
              type="checkbox"
              checked={filters.resourceType === type}
              onChange={({ target }) => change({ resourceType: target.checked ? type : undefined })}
            />
            <span>{type}</span>
            <span data-facet={type}>{count.toLocaleString('en-US')}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}
