import type { Schemas } from '../../api/api.js';

type Of = NonNullable<Schemas['PatchBatch']['instances'][number]['health']>;

/** How it was when it was back: by AWS's checks, and those that were asked for. */
export const Health = ({ of: { instance, agent, http, command, patches } }: { of: Of }) => (
  <>
    <dl className="facts">
      <dt>Status checks</dt>
      <dd>{instance}</dd>
      <dt>Agent</dt>
      <dd>{agent}</dd>
      <Check name="HTTP" of={http} />
      <Check name="Command" of={command} />
    </dl>
    {patches.map((patch) => (
      <p key={patch} className="problem">
        {patch}
      </p>
    ))}
  </>
);

const Check = ({ name, of: check }: { name: string; of: Of['http'] }) =>
  check === null ? null : (
    <>
      <dt>{name}</dt>
      <dd className={check.ok ? undefined : 'problem'}>
        {check.ok ? 'well' : 'not well'}
        {check.output !== '' && <code> {check.output}</code>}
      </dd>
    </>
  );
