import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { textIn } from '../../../ui/fields.js';
import { changed, ownControlOf } from '../queries.js';
import { ControlForm } from './control-form.js';
import { ForAdmins } from './for-admins.js';
import { asked, type Values } from './form-values.js';
import { made } from './make.js';

export function NewControl() {
  const mayWrite = useMay('admin');
  return (
    <>
      <p>
        <Link to="/controls/custom">← Controls of your own</Link>
      </p>
      <h1>New control</h1>
      {mayWrite ? <New /> : <ForAdmins />}
    </>
  );
}

function New() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const save = useMutation({
    mutationFn: ({ id, values }: { id: string; values: Values }) => made(id, values),
    onSuccess: async ({ control, problem }) => {
      queryClient.setQueryData(ownControlOf(control.id).queryKey, control);
      if (problem === null)
        await navigate({ to: '/controls/custom/$controlId', params: { controlId: control.id } });
      await changed(queryClient);
    },
  });
  const saved = save.data?.problem == null ? undefined : save.data.control;
  return (
    <>
      <ControlForm
        id={<IdField />}
        tryOut={(rule) => bodyOf(api.POST('/controls/custom/dry-run', { body: asked(rule) }))}
        save={(values, form) => save.mutate({ id: textIn(form, 'id'), values })}
        isSaving={save.isPending || saved !== undefined}
        error={save.error ?? save.data?.problem ?? null}
      />
      {saved && (
        <p role="status">
          It is saved, and off.{' '}
          <Link to="/controls/custom/$controlId/edit" params={{ controlId: saved.id }}>
            Go on there
          </Link>
        </p>
      )}
    </>
  );
}

const IdField = () => (
  <label>
    Id (stays for ever)
    <input
      name="id"
      required
      maxLength={64}
      autoComplete="off"
      spellCheck={false}
      placeholder="custom_volume_has_owner"
      pattern="custom_[a-z0-9]+(_[a-z0-9]+)*"
      title="custom_ and lower-case words joined by _"
    />
  </label>
);
