import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { Copy } from '../../../ui/copy.js';
import { Problem } from '../../../ui/problem.js';
import { Empty } from '../../../ui/states.js';
import { Time } from '../../../ui/time.js';
import { accountsChanged } from './queries.js';
import { type Check, VerificationBadge } from './status.js';

/** Tries each thing that a scan begins with, and says what to do about what is not allowed. */
export function Verify({ account: { id, verification, verifiedAt } }: { account: Schemas['Account'] }) {
  const mayVerify = useMay('operator');
  const queryClient = useQueryClient();
  const verify = useMutation({
    mutationFn: () => bodyOf(api.POST('/accounts/{id}/verify', { params: { path: { id } }, body: {} })),
    onSettled: () => accountsChanged(queryClient),
  });
  return (
    <section className="card">
      <h3>Verification</h3>
      {verification === null ? (
        <Empty title="Nobody has tried yet whether it can be entered">
          <p>Verify it once its role is deployed. It only reads.</p>
        </Empty>
      ) : (
        <>
          <p role="status">
            <VerificationBadge of={verification.status} /> <Time at={verifiedAt} />
            {verification.arn !== null && (
              <small className="line soft">
                as <span className="arn">{verification.arn}</span>{' '}
                <Copy text={verification.arn} what="ARN of the session" />
              </small>
            )}
          </p>
          <ul className="rows" aria-label="Checks">
            {verification.checks.map((check) => (
              <CheckRow key={check.action} check={check} />
            ))}
          </ul>
        </>
      )}
      <Problem error={verify.error} />
      {mayVerify && (
        <p className="actions">
          <button
            type="button"
            className="button primary"
            disabled={verify.isPending}
            onClick={() => verify.mutate()}
          >
            {verification === null ? 'Verify' : 'Verify again'}
          </button>
          {verify.isPending && (
            <span className="soft" role="status">
              Each check may take 15 seconds …
            </span>
          )}
        </p>
      )}
    </section>
  );
}

const LOOKS = {
  allowed: 'good',
  denied: 'bad',
  throttled: 'warn',
  unsupported: 'warn',
  failed: 'bad',
} as const satisfies Record<Check['status'], string>;

const CheckRow = ({ check: { action, status, message } }: { check: Check }) => {
  const advice = adviceOn(action, status);
  return (
    <li data-check={action}>
      <code>{action}</code> <span className={LOOKS[status]}>{status}</span>
      {advice !== undefined && (
        <span className="line">
          {advice}
          {message !== undefined && <small className="line soft">AWS said: {message}</small>}
        </span>
      )}
    </li>
  );
};

/** What to do about it. */
function adviceOn(action: string, status: Check['status']): string | undefined {
  if (status === 'allowed') return undefined;
  if (status === 'throttled') return 'AWS was asked too often by others: verify again.';
  if (status === 'unsupported') return 'It is not there in this region: choose other regions.';
  if (action === 'sts:AssumeRole')
    return 'Deploy the role with the command below, then compare the role and the external id with it; IAM takes up to a minute.';
  if (action.startsWith('sts:'))
    return 'The service’s credentials do not lead into this account: compare the account id with the role.';
  if (status === 'denied')
    return 'Let the role do it, as the template does; where it does, a policy of the organization forbids it.';
  return 'Look at what AWS said, then verify again.';
}
