import { ShepherdError } from '../api/api.js';
import { CorrelationId } from './correlation-id.js';
import { FieldProblems } from './field-problems.js';

/** What went wrong, with what an operator needs to find it in the log, and a way to try again. */
export const Failure = ({ error, retry }: { error: Error; retry: () => void }) => (
  <div className="failure" role="alert">
    <p>
      <strong>{error.message}</strong>
    </p>
    {error instanceof ShepherdError && <FieldProblems of={error.details} />}
    <CorrelationId of={error} />
    <button type="button" className="button" onClick={retry}>
      Try again
    </button>
  </div>
);
