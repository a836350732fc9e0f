import type { Schemas } from '../../api/api.js';
import { statuses, type WorkflowFilters } from './filters.js';
import { inWords } from './status.js';

/** Of which workflow, and how it goes or ended. */
export function ExecutionFilters({
  filters: { workflowType, status },
  known,
  change,
}: {
  filters: WorkflowFilters;
  known: Schemas['WorkflowDefinitions']['result'];
  change: (filters: WorkflowFilters) => void;
}) {
  const types = known.map((one) => one.workflowType);
  const all = workflowType === undefined || types.includes(workflowType) ? types : [workflowType, ...types];
  return (
    <div className="filters">
      <label>
        Workflow
        <select
          data-filter=""
          value={workflowType ?? ''}
          onChange={({ target }) => change({ workflowType: target.value || undefined })}
        >
          <option value="">any</option>
          {all.map((type) => (
            <option key={type}>{type}</option>
          ))}
        </select>
      </label>
      <label>
        Status
        <select
          value={status ?? ''}
          onChange={({ target }) => change({ status: statuses.find((one) => one === target.value) })}
        >
          <option value="">any</option>
          {statuses.map((one) => (
            <option key={one} value={one}>
              {inWords(one)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
