import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Shown } from '../../ui/states.js';
import { ForOperators } from './for-operators.js';
import { otherThan, type Values } from './form-values.js';
import { changed, scheduleOf } from './queries.js';
import { ScheduleForm } from './schedule-form.js';
import { nameOf } from './status.js';

export function EditSchedule() {
  const { scheduleId } = useParams({ from: '/schedules/$scheduleId/edit' });
  const mayChange = useMay('operator');
  return (
    <>
      <p>
        <Link to="/schedules/$scheduleId" params={{ scheduleId }}>
          ← The schedule
        </Link>
      </p>
      <Shown of={useQuery(scheduleOf(scheduleId))} lines={10}>
        {(schedule) => (mayChange ? <Edit key={scheduleId} before={schedule} /> : <ForOperators />)}
      </Shown>
    </>
  );
}

function Edit({ before: read }: { before: Schemas['Schedule'] }) {
  // what somebody else changes meanwhile is neither in the fields nor sent
  const [before] = useState(read);
  const params = { path: { scheduleId: before.scheduleId } };
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const save = useMutation({
    mutationFn: (values: Values) =>
      bodyOf(api.PUT('/schedules/{scheduleId}', { params, body: otherThan(before, values) })),
    onSuccess: async (now) => {
      const reading = changed(queryClient, now); // before its page is there: that shows no older values
      await navigate({ to: '/schedules/$scheduleId', params: { scheduleId: now.scheduleId } });
      await reading;
    },
  });
  return (
    <>
      <h1>Change “{nameOf(before)}”</h1>
      <ScheduleForm before={before} save={save.mutate} isSaving={save.isPending} error={save.error} />
    </>
  );
}
