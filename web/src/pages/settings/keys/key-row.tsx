import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, type Schemas } from '../../../api/api.js';
import { useSession } from '../../../api/session.js';
import { Confirm } from '../../../ui/confirm.js';
import { Copy } from '../../../ui/copy.js';
import { Time } from '../../../ui/time.js';
import { KEYS } from './queries.js';

/** A key, without what it opens with; it leads to what was done to it. */
export function KeyRow({ of: { id, name, owner, role, prefix, ...of } }: { of: Schemas['ApiKey'] }) {
  const queryClient = useQueryClient();
  const { data: session } = useSession();
  const revoke = useMutation({
    mutationFn: () => api.DELETE('/api-keys/{id}', { params: { path: { id } } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [KEYS] }),
  });
  const state = stateOf(of);
  return (
    <li data-key={id}>
      <span>
        <Link to="/settings/audit-log" search={{ targetId: id }} data-row="">
          {name}
        </Link>{' '}
        <span className="chip">{role}</span>
        <small className="line soft">
          {owner}, <code>{prefix}…</code>
        </small>
        <small className="line soft">
          <code>{id}</code> <Copy text={id} what={`id of ${name}`} />
        </small>
      </span>
      <span>
        used <Time at={of.lastUsedAt} short />
        <small className="line soft">
          made <Time at={of.createdAt} day /> by {of.createdBy}
        </small>
      </span>
      <span className="actions">
        {of.revokedAt !== null ? (
          <span className="soft">
            revoked <Time at={of.revokedAt} short />
          </span>
        ) : of.expiresAt === null ? (
          <span className="soft">does not expire</span>
        ) : (
          <span className={state === 'expired' ? 'bad' : 'soft'}>
            {state === 'expired' ? 'expired' : 'expires'} <Time at={of.expiresAt} short />
          </span>
        )}
        {state === 'good' && (
          <Confirm act="Revoke" name={name} title="Revoke this key?" mutation={revoke}>
            <p>
              “{name}” of {owner} opens nothing from now on, nor do the sessions that were started with it. It
              cannot be brought back.
            </p>
            {session?.keyId === id && <p className="problem">You are signed in with it.</p>}
          </Confirm>
        )}
      </span>
    </li>
  );
}

const stateOf = ({ revokedAt, expiresAt }: Pick<Schemas['ApiKey'], 'revokedAt' | 'expiresAt'>) =>
  revokedAt !== null
    ? 'revoked'
    : expiresAt !== null && Date.parse(expiresAt) <= Date.now()
      ? 'expired'
      : 'good';
