import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Problem } from '../../ui/problem.js';
import { textOf } from './parameters.js';
import { changed, controlOf } from './queries.js';
import { SettingsForm } from './settings-form.js';

/** How grave it is here, and its limits: who may sets them, others see them. */
export function ControlSettings({ control }: { control: Schemas['ControlDetail'] }) {
  const maySet = useMay('admin');
  return (
    <section className="card">
      <h2>Settings</h2>
      {control.isCustom ? (
        <p>
          It is one of your own: how grave it is stands <OwnLink id={control.id} />.
        </p>
      ) : maySet ? (
        <Settable control={control} />
      ) : (
        <AsSet control={control} />
      )}
    </section>
  );
}

const OwnLink = ({ id }: { id: string }) => (
  <Link to="/controls/custom/$controlId" params={{ controlId: id }}>
    with its rule
  </Link>
);

function Settable({ control }: { control: Schemas['ControlDetail'] }) {
  const { id, severity, defaultSeverity, parameters } = control;
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (body: Schemas['SetControl']) =>
      bodyOf(api.PUT('/controls/{id}/settings', { params: { path: { id } }, body })),
    onSuccess: (now) => {
      queryClient.setQueryData(controlOf(id).queryKey, now);
      return changed(queryClient);
    },
  });
  const isOther =
    severity !== defaultSeverity ||
    parameters.some((one) => JSON.stringify(one.value) !== JSON.stringify(one.default));
  return (
    <>
      <p className="soft">What is set holds from the next reading of a resource on.</p>
      <SettingsForm
        // by its key it is made anew when it was set, here or by somebody else
        key={JSON.stringify([severity, parameters])}
        control={control}
        save={save.mutate}
        isSaving={save.isPending}
        error={save.error}
      />
      {isOther && (
        <p>
          <button
            type="button"
            className="button"
            disabled={save.isPending}
            onClick={() => save.mutate({ severity: null, parameters: null })}
          >
            Back to the defaults
          </button>
        </p>
      )}
      <Problem error={save.error} />
      <p role="status">{save.isSuccess ? 'Saved' : ''}</p>
    </>
  );
}

const AsSet = ({ control: { severity, defaultSeverity, parameters } }: { control: Schemas['Control'] }) => (
  <dl className="facts">
    <dt>Severity</dt>
    <dd>
      {severity}
      {severity !== defaultSeverity && <span className="soft"> (by default {defaultSeverity})</span>}
    </dd>
    {parameters.map((one) => (
      <Fact key={one.name} of={one} />
    ))}
  </dl>
);

const Fact = ({ of: { name, value, default: own } }: { of: Schemas['Control']['parameters'][number] }) => (
  <>
    <dt>
      <code>{name}</code>
    </dt>
    <dd>
      {textOf(value) || 'none'}
      {textOf(value) !== textOf(own) && <span className="soft"> (by default {textOf(own) || 'none'})</span>}
    </dd>
  </>
);
