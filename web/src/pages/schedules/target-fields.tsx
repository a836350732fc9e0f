import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../api/api.js';
import { JsonField } from '../../ui/json-field.js';
import { Shown } from '../../ui/states.js';
import { definitions } from './queries.js';
import { targetOf } from './status.js';

type Target = Schemas['Schedule']['target'];

/** Others, and workflows by their ARN, are set by the API, and are left as they are. */
const isOurs = (target: Target): boolean =>
  target.type === 'scan' || (target.type === 'step-functions' && target.stateMachineName !== undefined);

/** What is started, and what it is given. */
export function TargetFields({
  target = { type: 'scan' },
  parameters = {},
}: {
  target?: Target | undefined;
  parameters?: Record<string, unknown> | undefined;
}) {
  const [type, setType] = useState<string>(isOurs(target) ? target.type : 'kept');
  return (
    <>
      <label>
        Starts
        <select name="target" value={type} onChange={(event) => setType(event.target.value)}>
          {!isOurs(target) && <option value="kept">{targetOf({ target })}</option>}
          <option value="scan">a scan</option>
          <option value="step-functions">a workflow</option>
        </select>
      </label>
      {type === 'step-functions' && (
        <Workflow had={target.type === 'step-functions' ? target.stateMachineName : undefined} />
      )}
      <JsonField label="Parameters: what it is given (JSON)" name="parameters" before={parameters} />
    </>
  );
}

function Workflow({ had }: { had: string | undefined }) {
  const [chosen, setChosen] = useState(had);
  return (
    <Shown of={useQuery(definitions)} lines={1}>
      {(all) => {
        const at =
          chosen === undefined ? all[0] : all.find(({ stateMachineName }) => stateMachineName === chosen);
        // whose schedule it is, is known
        const needs = at?.requiredParameters.filter((name) => name !== 'tenantId') ?? [];
        return (
          <>
            <label>
              Workflow
              <select
                name="stateMachineName"
                value={chosen ?? at?.stateMachineName}
                onChange={({ target }) => setChosen(target.value)}
              >
                {had !== undefined && all.every((one) => one.stateMachineName !== had) && (
                  <option>{had}</option>
                )}
                {all.map(({ stateMachineName }) => (
                  <option key={stateMachineName}>{stateMachineName}</option>
                ))}
              </select>
            </label>
            {at && (
              <p className="soft">
                {at.description}
                {needs.length > 0 && <span className="line">It needs {needs.join(', ')}.</span>}
              </p>
            )}
          </>
        );
      }}
    </Shown>
  );
}
