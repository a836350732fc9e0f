import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { AsCurl } from '../../../ui/as-curl.js';
import { Copy } from '../../../ui/copy.js';
import { Confirm } from '../../../ui/confirm.js';
import { Shown } from '../../../ui/states.js';
import { Time } from '../../../ui/time.js';
import { ChangeIt } from '../change-it.js';
import { MuteForm } from './mute-form.js';
import { muteOf, mutes, mutesChanged } from './queries.js';
import { brief, ruleInWords, Until } from './words.js';

export function MutePage() {
  const { muteId } = useParams({ from: '/settings/mutes/$muteId' });
  const mayChange = useMay('admin');
  return (
    <>
      <p>
        <Link to="/settings/mutes">← Mutes</Link>
      </p>
      <Shown of={useQuery(muteOf(muteId))} lines={8}>
        {(mute) => (
          <article className="parts">
            <header className="page-head">
              <h2>{brief(mute.reason)}</h2>
              <AsCurl path={`/mutes/${muteId}`} />
            </header>
            <section className="card">
              <h3>What it mutes</h3>
              <ul>
                {mute.rules.map((rule, i) => (
                  <li key={i}>{ruleInWords(rule)}</li>
                ))}
              </ul>
              {brief(mute.reason) !== mute.reason && <p>{mute.reason}</p>}
              <p>
                <Until of={mute} />, by {mute.createdBy}, <Time at={mute.createdAt} />
              </p>
              <p className="soft">
                Id <code>{mute.id}</code> <Copy text={mute.id} what="id" />
              </p>
              <p>
                <Link to="/findings" search={{ muted: true }}>
                  Muted findings
                </Link>
              </p>
            </section>
            {mayChange && <Change mute={mute} />}
          </article>
        )}
      </Shown>
    </>
  );
}

/** Replaces it, or takes it back. */
function Change({ mute }: { mute: Schemas['Mute'] }) {
  const params = { path: { id: mute.id } };
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const save = useMutation({
    mutationFn: (body: Schemas['SaveMute']) => bodyOf(api.PUT('/mutes/{id}', { params, body })),
    onSuccess: (now) => mutesChanged(queryClient, now),
  });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/mutes/{id}', { params }),
    onSuccess: async () => {
      queryClient.removeQueries({ queryKey: mutes.queryKey }); // what is gone is not shown for a moment
      await navigate({ to: '/settings/mutes' });
      queryClient.removeQueries({ queryKey: muteOf(mute.id).queryKey });
      await mutesChanged(queryClient);
    },
  });
  return (
    <>
      <ChangeIt now={mute} versionOf={({ updatedAt }) => updatedAt} mutation={save}>
        {(before, form) => <MuteForm before={before} {...form} />}
      </ChangeIt>
      <p className="actions">
        <Confirm act="Delete" name="this mute" title="Delete this mute?" mutation={remove}>
          <p>Its findings are open again within seconds, and people are told of such that come later.</p>
        </Confirm>
      </p>
    </>
  );
}
