import { ShepherdError } from '../api/api.js';
import { Copy } from './copy.js';
import { FieldProblems } from './field-problems.js';

/** What went wrong, with what an operator needs to find it in the log, and a way to try again. */
export function Failure({ error, retry }: { error: Error; retry: () => void }) {
  const isApi = error instanceof ShepherdError;
  return (
    <div className="failure" role="alert">
      <p>
        <strong>{isApi ? error.message : 'The service could not be reached.'}</strong>
      </p>
      {isApi && <FieldProblems of={error.details} />}
      {isApi && error.correlationId !== null && (
        <p className="soft">
          Correlation id <code>{error.correlationId}</code>{' '}
          <Copy text={error.correlationId} what="correlation id" />
        </p>
      )}
      <button type="button" className="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}
