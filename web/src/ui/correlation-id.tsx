import { ShepherdError } from '../api/api.js';
import { Copy } from './copy.js';

/** What an operator finds the request by in the log; nothing where the API did not answer. */
export const CorrelationId = ({ of: error }: { of: Error }) =>
  error instanceof ShepherdError && error.correlationId !== null ? (
    <p className="soft">
      Correlation id <code>{error.correlationId}</code>{' '}
      <Copy text={error.correlationId} what="correlation id" />
    </p>
  ) : null;
