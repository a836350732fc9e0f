import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { textIn } from '../../../ui/fields.js';
import { Problem } from '../../../ui/problem.js';
import { changed, ownControlOf } from '../queries.js';
import { ControlForm } from './control-form.js';
import { ForAdmins } from './for-admins.js';
import { asked, type Values } from './form-values.js';
import { made, type Made } from './make.js';

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
  if (save.data?.problem != null) return <SavedOff {...save.data} />;
  return (
    <ControlForm
      id={<IdField />}
      tryOut={(rule) => bodyOf(api.POST('/controls/custom/dry-run', { body: asked(rule) }))}
      save={(values, form) => save.mutate({ id: textIn(form, 'id'), values })}
      isSaving={save.isPending}
      error={save.error}
    />
  );
}

/** All that was written is kept: what is left to do is done where the control is. */
const SavedOff = ({ control: { id, title }, problem }: Made) => (
  <section className="card">
    <p role="status">“{title}” is saved, and off: it could not be switched on.</p>
    <Problem error={problem} />
    <p>
      <Link to="/controls/custom/$controlId/edit" params={{ controlId: id }}>
        Try it and switch it on
      </Link>
    </p>
  </section>
);

const IdField = () => (
  <label>
    Id (cannot be changed later)
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
