import { ShepherdError } from '../api/api.js';
import { CorrelationId } from './correlation-id.js';
import { FieldProblems } from './field-problems.js';

/** Why what was asked for was not done, in the API's words, with the fields that are wrong. */
export function Problem({ error }: { error: Error | null }) {
  if (error === null) return null;
  const isApi = error instanceof ShepherdError;
  return (
    <div className="problem" role="alert">
      <p>{error.message}</p>
      {isApi && <FieldProblems of={error.details} />}
      {/* what is refused says by itself what to do; a fault of the service is for who reads its log */}
      {isApi && error.status >= 500 && <CorrelationId of={error} />}
    </div>
  );
}
