import { useMutation } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/api.js';
import { Problem } from '../../../ui/problem.js';

/** Sends a message at once, and says what the receiver said. */
export function TestChannel({ id }: { id: string }) {
  const send = useMutation({
    mutationFn: () => bodyOf(api.POST('/notifications/test', { body: { channel: id } })),
  });
  return (
    <section className="card">
      <h3>Does it work?</h3>
      <p className="soft">A test message goes out at once, also where the channel is paused or off.</p>
      <p className="actions">
        <button type="button" className="button" disabled={send.isPending} onClick={() => send.mutate()}>
          {send.isPending ? 'Sending …' : 'Send a test'}
        </button>
      </p>
      <Problem error={send.error} />
      {send.data && (
        <p role="status" data-trial={send.data.ok ? 'ok' : 'failed'}>
          {send.data.ok ? (
            <>
              <span className="badge good">arrived</span> The receiver took it
              {send.data.providerId !== null && (
                <>
                  {' as '}
                  <code>{send.data.providerId}</code>
                </>
              )}
              .
            </>
          ) : (
            <>
              <span className="badge bad">not sent</span> {send.data.error}{' '}
              <span className="line soft">
                {send.data.wouldRetry
                  ? 'A message would be tried again, for 24 hours.'
                  : 'It is refused for good: change where the channel leads.'}
              </span>
            </>
          )}
        </p>
      )}
    </section>
  );
}
