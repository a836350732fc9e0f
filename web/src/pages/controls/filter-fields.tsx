import { useQuery } from '@tanstack/react-query';
import { Choice } from '../../ui/choice.js';
import { FilterForm } from '../../ui/filter-form.js';
import { severities } from '../../ui/severity.js';
import { nameOf } from '../frameworks/names.js';
import { frameworks } from '../frameworks/queries.js';
import { classes, type ControlFilters, services } from './filters.js';

const TEXTS = [
  ['text', 'Title, id or requirement holds'],
  ['resourceType', 'Resource type'],
] as const;

export function FilterFields({
  filters,
  change,
}: {
  filters: ControlFilters;
  change: (filters: ControlFilters) => void;
}) {
  const { service, severity, frameworkId } = filters;
  const known = useQuery(frameworks).data?.items ?? [];
  return (
    <FilterForm texts={TEXTS} filters={filters} change={change}>
      <Choice label="Service" of={services} value={service} choose={(one) => change({ service: one })} />
      <Choice label="Severity" of={severities} value={severity} choose={(one) => change({ severity: one })} />
      <Choice
        label="Framework"
        of={known.map(({ id }) => id)}
        value={frameworkId}
        choose={(one) => change({ frameworkId: one })}
        inWords={(id) => nameOf(id, known)}
      />
      <Choice label="Class" of={classes} value={filters.class} choose={(one) => change({ class: one })} />
    </FilterForm>
  );
}
