import { describe, expect, it } from '@jest/globals';
import { EventBus } from './event-bus.js';

const entry = {
  ...{ source: 'compliance-shepherd', detailType: 'scan.completed', detail: { scanId: 'scan_1' } },
  ...{ resources: [], time: new Date('2026-11-23T10:00:00Z') },
};

/** AWS's answers in their documented shape (eventbridge/latest/APIReference/API_PutEvents.html). */
function busOf(answer: object, name = 'shepherd') {
  const asked: { region: string; Entries: unknown[] }[] = [];
  const ambient = (region: string) => ({
    eventbridge: () =>
      Promise.resolve({
        putEvents: ({ Entries }: { Entries: unknown[] }) => {
          asked.push({ region, Entries });
          return Promise.resolve(answer);
        },
      }),
  });
  const config = { get: (key: string) => (key === 'EVENT_BUS_NAME' ? name : 'us-east-1') };
  return { bus: new EventBus({ ambient } as never, config as never), asked };
}
const TAKEN = { FailedEntryCount: 0, Entries: [{ EventId: 'x' }] };

describe('the bus', () => {
  it('is given each field of an entry', async () => {
    const { bus, asked } = busOf(TAKEN);
    await bus.put(entry);
    expect(asked).toEqual([
      {
        region: 'us-east-1',
        Entries: [
          {
            ...{ EventBusName: 'shepherd', Source: 'compliance-shepherd', DetailType: 'scan.completed' },
            ...{ Detail: '{"scanId":"scan_1"}', Resources: [], Time: entry.time },
          },
        ],
      },
    ]);
  });

  it('is asked in the region of its ARN', async () => {
    const { bus, asked } = busOf(TAKEN, 'arn:aws:events:eu-west-1:123456789012:event-bus/shepherd');
    await bus.put(entry);
    expect(asked[0]?.region).toBe('eu-west-1');
  });

  it('has not taken what it answers 200 to and counts as failed', async () => {
    const Entries = [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }];
    const { bus } = busOf({ FailedEntryCount: 1, Entries });
    await expect(bus.put(entry)).rejects.toThrow('events:PutEvents: ThrottlingException: Rate exceeded');
  });
});
