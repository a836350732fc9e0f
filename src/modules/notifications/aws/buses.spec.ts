import { describe, expect, it } from '@jest/globals';
import { BusSender } from './buses.js';

/** AWS's answers in their documented shape (eventbridge/latest/APIReference/API_PutEvents.html): the emulator fails none. */
function sent(answer: object) {
  const asked: { region: string; Entries: { EventBusName: string }[] }[] = [];
  const ambient = (region: string) => ({
    eventbridge: () =>
      Promise.resolve({
        putEvents: ({ Entries }: { Entries: { EventBusName: string }[] }) => {
          asked.push({ region, Entries });
          return Promise.resolve(answer);
        },
      }),
  });
  const sender = new BusSender({ ambient } as never, { json: () => ({}) } as never);
  const config = { eventBusName: 'alerts', region: 'cn-north-1', accountId: '123456789012' };
  const message = { kind: 'test', at: '2026-11-21T12:00:00.000Z' };
  return {
    asked,
    result: sender.send({ type: 'eventbridge', config } as never, { outgoing: { message } } as never),
  };
}
const failed = (ErrorCode: string) => ({
  FailedEntryCount: 1,
  Entries: [{ ErrorCode, ErrorMessage: 'because' }],
});

describe('an event for a bus', () => {
  it('goes to the bus of that account, region and partition, and has the id that the bus gave it', async () => {
    const { asked, result } = sent({ FailedEntryCount: 0, Entries: [{ EventId: 'evt-1' }] });
    expect(await result).toBe('evt-1');
    const bus = 'arn:aws-cn:events:cn-north-1:123456789012:event-bus/alerts';
    expect(asked.map(({ region, Entries }) => [region, Entries[0]?.EventBusName])).toEqual([
      ['cn-north-1', bus],
    ]);
  });

  it.each([
    ['ThrottlingException', 'retry'],
    ['InternalFailure', 'retry'],
    ['ResourceNotFoundException', 'dead'],
    ['AccessDeniedException', 'dead'],
  ])('that the bus has not taken, though it answers 200, is a failure (%s: %s)', async (code, kind) => {
    const failure = { kind, message: `events:PutEvents: ${code}: because` };
    await expect(sent(failed(code)).result).rejects.toMatchObject(failure);
  });
});
