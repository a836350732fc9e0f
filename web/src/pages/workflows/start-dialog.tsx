import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { Dialog } from '../../ui/dialog.js';
import { Shown } from '../../ui/states.js';
import { EXECUTIONS, definitions } from './queries.js';
import { StartForm } from './start-form.js';

/** Chooses a workflow, and starts it with what it asks for. */
export function StartDialog({
  workflowType,
  close,
}: {
  workflowType: string | undefined;
  close: () => void;
}) {
  const [chosen, choose] = useState(workflowType ?? '');
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const start = useMutation({
    mutationFn: (body: Schemas['StartWorkflow']) => bodyOf(api.POST('/workflows/start', { body })),
    onSuccess: ({ result: { executionArn } }) => {
      void queryClient.invalidateQueries({ queryKey: [EXECUTIONS] });
      void navigate({ to: '/workflows/$executionArn', params: { executionArn } });
    },
  });
  return (
    <Dialog title="Start a workflow" isOpen close={close}>
      <Shown of={useQuery(definitions)}>
        {(known) => {
          const workflow = known.find((one) => one.workflowType === chosen) ?? known[0];
          return workflow === undefined ? null : (
            <div className="stack">
              <label>
                Workflow
                <select
                  value={workflow.workflowType}
                  onChange={({ target }) => {
                    start.reset();
                    choose(target.value);
                  }}
                >
                  {known.map((one) => (
                    <option key={one.workflowType} value={one.workflowType}>
                      {one.name}
                    </option>
                  ))}
                </select>
              </label>
              <StartForm
                key={workflow.workflowType}
                workflow={workflow}
                error={start.error}
                isStarting={start.isPending}
                start={(body) => start.mutate(body)}
              />
            </div>
          );
        }}
      </Shown>
    </Dialog>
  );
}
