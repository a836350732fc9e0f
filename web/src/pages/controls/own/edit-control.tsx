import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { Shown } from '../../../ui/states.js';
import { changed, ownControlOf } from '../queries.js';
import { ControlForm } from './control-form.js';
import { ForAdmins } from './for-admins.js';
import { asked, type Values } from './form-values.js';

export function EditControl() {
  const { controlId } = useParams({ from: '/controls/custom/$controlId/edit' });
  const mayWrite = useMay('admin');
  const query = useQuery({ ...ownControlOf(controlId), refetchOnMount: 'always' });
  // saving replaces all of it: one begins from what is there now, not from what was read a while ago
  const now = query.isFetchedAfterMount ? query.data : undefined;
  return (
    <>
      <p>
        <Link to="/controls/custom/$controlId" params={{ controlId }}>
          ← The control
        </Link>
      </p>
      <Shown of={{ ...query, data: now }} lines={10}>
        {(control) => (
          <>
            <h1>Change “{control.title}”</h1>
            {mayWrite ? <Edit key={controlId} before={control} /> : <ForAdmins />}
          </>
        )}
      </Shown>
    </>
  );
}

function Edit({ before: read }: { before: Schemas['CustomControl'] }) {
  const [before] = useState(read); // the fields are of one version, whatever is read meanwhile
  const { id } = before;
  const params = { path: { id } };
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const save = useMutation({
    mutationFn: (body: Values) => bodyOf(api.PUT('/controls/custom/{id}', { params, body })),
    onSuccess: async (now) => {
      queryClient.setQueryData(ownControlOf(id).queryKey, now);
      await navigate({ to: '/controls/custom/$controlId', params: { controlId: id } });
      await changed(queryClient);
    },
  });
  return (
    <ControlForm
      before={before}
      // of this control, so that it may be switched on with what was tried
      tryOut={(rule) => bodyOf(api.POST('/controls/custom/{id}/dry-run', { params, body: asked(rule) }))}
      save={(values) => save.mutate(values)}
      isSaving={save.isPending}
      error={save.error}
    />
  );
}
