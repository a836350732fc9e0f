import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { newToken } from '../../ui/token.js';
import { ForOperators } from './for-operators.js';
import type { Values } from './form-values.js';
import { changed } from './queries.js';
import { ScheduleForm } from './schedule-form.js';

export function NewSchedule() {
  const [clientToken] = useState(newToken);
  const mayMake = useMay('operator');
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const make = useMutation({
    // an answer that was lost on its way makes no second one
    mutationFn: (values: Values) => bodyOf(api.POST('/schedules', { body: { ...values, clientToken } })),
    onSuccess: async (made) => {
      const reading = changed(queryClient, made);
      await navigate({ to: '/schedules/$scheduleId', params: { scheduleId: made.scheduleId } });
      await reading;
    },
  });
  return (
    <>
      <p>
        <Link to="/schedules">← Schedules</Link>
      </p>
      <h1>New schedule</h1>
      {mayMake ? (
        <ScheduleForm save={make.mutate} isSaving={make.isPending} error={make.error} />
      ) : (
        <ForOperators />
      )}
    </>
  );
}
