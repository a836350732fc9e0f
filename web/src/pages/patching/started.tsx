import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AskedOf } from '../approvals/asked-of.js';
import { installationOfExecution } from './queries.js';

/** It was asked for: where one sees how it goes, and what people have to say first. */
export function Started({ executionId }: { executionId: string }) {
  const { data: installation } = useQuery(installationOfExecution(executionId));
  return (
    <>
      <p role="status">
        It was asked for.{' '}
        {installation === null || installation === undefined ? (
          <>
            Its{' '}
            <Link to="/workflows" search={{ workflowType: 'patch-installation' }}>
              workflow
            </Link>{' '}
            begins …
          </>
        ) : (
          <Link to="/patching/installations/$installationId" params={{ installationId: installation.id }}>
            See how it goes
          </Link>
        )}
      </p>
      <AskedOf executionId={executionId} isLive />
    </>
  );
}
