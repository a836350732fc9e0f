import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SendFailure } from '../../src/modules/notifications/sending.js';
import { messageTitled, startLanes, telling, type Lanes } from '../support/lanes.js';

const HOUR_S = 3600;

let on: Lanes;
beforeAll(async () => {
  on = await startLanes();
});
afterAll(() => on.close());
beforeEach(() => on.calm());

const busy = () => {
  throw new SendFailure('retry', 'HTTP 503');
};
const addAll = async (channelId: string, ...titles: string[]) => {
  for (const title of titles) await on.add([telling({ channelId }, title)]);
};

describe('a lane', () => {
  it('sends each thing once, in the order in which it came, with its rule and thread', async () => {
    const channelId = await on.channel();
    await addAll(channelId, 'one', 'two', 'three');
    await on.settle();
    expect(on.receiver.titles).toEqual(['one', 'two', 'three']);
    expect(await on.rows(channelId)).toMatchObject([
      {
        status: 'sent',
        attempts: 1,
        told: 1,
        rule_id: 'rule_1',
        provider_id: 'p-1',
        channel_type: 'eventbridge',
      },
      ...[{ status: 'sent' }, { status: 'sent' }],
    ]);
    expect(await on.add([telling({ channelId }, 'two')])).toBe(0); // nobody is told twice
    await on.settle();
    expect(on.receiver.received).toHaveLength(3);
  });

  it('gets each message once and in order past three failures, 1 s, 2 s and 4 s apart', async () => {
    const channelId = await on.channel();
    await addAll(channelId, 'first', 'second', 'third');
    let failures = 3;
    on.receiver.answer = () => {
      if (failures-- > 0) busy();
    };
    await on.settle();
    expect(on.receiver.asked).toHaveLength(1);
    for (const [index, seconds] of [1, 2, 4].entries()) {
      await on.pass(seconds - 0.7);
      await on.settle();
      expect(on.receiver.asked).toHaveLength(index + 1); // not before its time
      await on.pass(0.7);
      await on.settle();
    }
    expect(on.receiver.titles).toEqual(['first', 'second', 'third']);
    const firsts = on.receiver.asked.filter(({ title }) => title === 'first');
    expect(firsts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
    expect(new Set(firsts.map(({ deliveryId }) => deliveryId)).size).toBe(1);
    const attempts = await on.own.query(
      'SELECT number, outcome, error FROM notification_attempts WHERE delivery_id = $1 ORDER BY number',
      [firsts[0]?.deliveryId],
    );
    expect(attempts[0]).toEqual({ number: 1, outcome: 'retry', error: 'HTTP 503' });
    expect(attempts[3]).toEqual({ number: 4, outcome: 'sent', error: null });
  });

  it('gets one digest of an hour in which the receiver was down, not a flood', async () => {
    const channelId = await on.channel();
    on.receiver.answer = busy;
    for (let minute = 0; minute < 60; minute += 1) {
      await addAll(channelId, `minute ${minute}`);
      await on.settle();
      await on.pass(60);
    }
    expect(on.receiver.received).toEqual([]);
    expect(on.receiver.asked.length).toBeGreaterThan(50);
    // the whole hour nothing new was put together: what it tries is what it tried first
    expect(new Set(on.receiver.asked.map(({ deliveryId }) => deliveryId)).size).toBe(1);
    on.receiver.answer = () => undefined;
    await on.settle();
    const [probe, digest, ...more] = on.receiver.received;
    expect(probe?.title).toBe('minute 0');
    expect(digest?.message).toMatchObject({ kind: 'digest', title: 'Digest: 59 findings (59 high)' });
    expect(more).toEqual([]);
    expect(await on.rows(channelId)).toMatchObject([{ told: 1 }, { told: 59, status: 'sent' }]);
  });

  it('keeps the links by which one person decides, of each message that waited', async () => {
    const to = { target: { type: 'email', to: 'approver@acme.test' } as const };
    const link = (personalLinkId: string | null) => ({
      ...{ label: 'Approve', style: 'primary' as const },
      to: { kind: 'approval' as const, id: 'apr_1', action: 'approve' as const, personalLinkId },
    });
    on.receiver.answer = busy;
    await on.add([telling(to, 'first')]);
    await on.settle();
    for (const title of ['mine', 'also mine'])
      await on.add([
        telling(to, title, { message: messageTitled(title, { links: [link(`lnk ${title}`)] }) }),
      ]);
    for (const title of ['a', 'b'])
      await on.add([telling(to, title, { message: messageTitled(title, { links: [link(null)] }) })]);
    await on.pass(HOUR_S);
    on.receiver.answer = () => undefined;
    await on.settle();
    expect(on.receiver.titles).toEqual(['first', 'mine', 'also mine', 'Digest: 2 findings (2 high)']);
    expect(on.receiver.received[1]?.message.links).toEqual([link('lnk mine')]);
  });

  it('gives a message up after 24 hours, and goes on with what came since', async () => {
    const channelId = await on.channel();
    await addAll(channelId, 'lost');
    on.receiver.answer = busy;
    await on.settle();
    await on.pass(24 * HOUR_S - 60);
    await on.settle();
    expect(await on.rows(channelId)).toMatchObject([{ status: 'pending' }]);
    await addAll(channelId, 'next');
    await on.pass(120);
    await on.settle();
    const rows = await on.rows(channelId);
    expect(rows).toMatchObject([{ status: 'failed', last_error: 'HTTP 503' }, { status: 'pending' }]);
    on.receiver.answer = () => undefined;
    await on.pass(60);
    await on.settle();
    expect(on.receiver.titles).toEqual(['next']);
  });

  it('comes again when the receiver said, and not sooner', async () => {
    const channelId = await on.channel();
    await addAll(channelId, 'limited');
    on.receiver.answer = () => {
      throw new SendFailure('retry', 'HTTP 429', 30_000);
    };
    await on.settle();
    on.receiver.answer = () => undefined;
    await on.pass(29);
    await on.settle();
    expect(on.receiver.received).toEqual([]);
    await on.pass(1);
    await on.settle();
    expect(on.receiver.titles).toEqual(['limited']);
  });

  it('asks nothing else of a receiver that wants to be left alone', async () => {
    const channelId = await on.channel();
    await addAll(channelId, 'limited');
    on.receiver.answer = () => {
      throw new SendFailure('retry', 'HTTP 429', 30_000);
    };
    await on.once();
    await on.own.query(
      `INSERT INTO notification_deliveries (id, tenant_id, lane, channel_id, kind, title, message, expires_at, correlation_id)
       SELECT id || 'b', tenant_id, lane, channel_id, kind, 'by hand', message, expires_at, 'c' FROM notification_deliveries`,
    );
    await on.once();
    expect(on.receiver.asked).toHaveLength(1);
    on.receiver.answer = () => undefined;
    await on.pass(30);
    await on.settle();
    expect(on.receiver.received).toHaveLength(2);
  });

  it('goes on after a message that is refused', async () => {
    const channelId = await on.channel();
    await addAll(channelId, 'bad', 'good');
    on.receiver.answer = ({ message }) => {
      if (message.title === 'bad') throw new SendFailure('refused', 'invalid_blocks');
    };
    await on.settle();
    expect(on.receiver.titles).toEqual(['good']);
    expect(await on.rows(channelId)).toMatchObject([
      { status: 'refused', last_error: 'invalid_blocks' },
      { status: 'sent' },
    ]);
  });

  it('does not stand still for a day because of a mistake of our own', async () => {
    const channelId = await on.channel();
    await addAll(channelId, 'odd', 'even');
    on.receiver.answer = ({ message }) => {
      if (message.title === 'odd') throw new TypeError('x is not a function');
    };
    for (let tries = 0; tries < 10; tries += 1) {
      await on.settle();
      await on.pass(60);
    }
    expect((await on.rows(channelId))[0]).toMatchObject({ status: 'failed', attempts: 10 });
    await on.settle();
    expect(on.receiver.titles).toEqual(['even']);
  });
});

describe('a channel that is dead', () => {
  it('is paused with the reason, tries nothing, and tells all in a digest once it is mended', async () => {
    const channelId = await on.channel();
    on.receiver.answer = () => {
      throw new SendFailure('dead', 'HTTP 404 no_service');
    };
    await addAll(channelId, 'first');
    await on.settle();
    expect(await on.rows(channelId)).toMatchObject([
      { status: 'waiting', last_error: 'HTTP 404 no_service' },
    ]);
    const [channel] = await on.own.query('SELECT * FROM notification_channels WHERE id = $1', [channelId]);
    expect(channel).toMatchObject({ paused_reason: 'HTTP 404 no_service', paused_at: expect.any(Date) });
    await addAll(channelId, 'second', 'third');
    await on.pass(48 * HOUR_S);
    await on.settle();
    expect(on.receiver.asked).toHaveLength(1);
    on.receiver.answer = () => undefined;
    await on.own.query('UPDATE notification_channels SET paused_at = NULL WHERE id = $1', [channelId]);
    await on.settle();
    expect(on.receiver.titles).toEqual(['first', 'Digest: 2 findings (2 high)']);
  });

  it('is tried for a day again where it was mended after days', async () => {
    const channelId = await on.channel();
    on.receiver.answer = () => {
      throw new SendFailure('dead', 'gone');
    };
    await addAll(channelId, 'patient');
    await on.settle();
    await on.pass(72 * HOUR_S);
    await on.own.query('UPDATE notification_channels SET paused_at = NULL WHERE id = $1', [channelId]);
    on.receiver.answer = busy;
    await on.settle();
    expect(await on.rows(channelId)).toMatchObject([{ status: 'pending', attempts: 2, tries: 1 }]);
  });
});

describe('a person who cannot be reached', () => {
  it('is a failed delivery, and the next one is tried', async () => {
    const recipient = { target: { type: 'email' as const, to: 'Nobody@example.com' } };
    on.receiver.answer = ({ message }) => {
      if (message.title === 'lost mail') throw new SendFailure('dead', '550 no such user');
    };
    await on.add([telling(recipient, 'lost mail')]);
    await on.add([telling(recipient, 'next mail')]);
    await on.settle();
    expect(await on.rows('email:nobody@example.com')).toMatchObject([
      { status: 'failed', last_error: '550 no such user', target: recipient.target, channel_id: null },
      { status: 'sent' },
    ]);
  });
});

describe('what waits for a channel that is gone', () => {
  it.each([
    ['disabled', 'UPDATE notification_channels SET enabled = false WHERE id = $1', 'The channel is disabled'],
    ['deleted', 'DELETE FROM notification_channels WHERE id = $1', 'The channel was deleted'],
  ])('ends with the reason: %s', async (_, sql, reason) => {
    const channelId = await on.channel();
    on.receiver.answer = busy;
    await addAll(channelId, 'under way');
    await on.settle();
    await addAll(channelId, 'waiting', 'waiting too');
    await on.own.query(sql, [channelId]);
    await on.pass(1);
    await on.settle();
    const rows = await on.rows(channelId);
    expect(rows.map(({ status, last_error, told }) => [status, last_error, told])).toEqual([
      ...[1, 1, 1].map((told) => ['failed', reason, told]),
    ]);
    expect(on.receiver.asked).toHaveLength(1);
    await on.settle();
    expect(await on.rows(channelId)).toHaveLength(3);
  });
});

describe('what is told together', () => {
  it('is one message of a flood of 5,000 findings', async () => {
    const channelId = await on.channel();
    const flood = Array.from({ length: 5_000 }, (_, n) =>
      telling({ channelId }, `f${n}`, { groupKey: 'finding.opened:scan_1' }),
    );
    await on.add(flood);
    await on.settle();
    expect(on.receiver.titles).toEqual(['5,000 findings (5,000 high)']);
    expect(await on.rows(channelId)).toMatchObject([{ told: 5_000, status: 'sent' }]);
  });

  it('is one digest of each rule when its hour comes, and nothing before', async () => {
    const channelId = await on.channel();
    const hour = new Date(Date.now() + HOUR_S * 1000);
    const digest = (ruleId: string, title: string) =>
      telling({ channelId }, title, { ruleId, dueAt: hour, isDigest: true });
    await on.add([digest('rule_a', 'a1'), digest('rule_b', 'b1'), digest('rule_a', 'a2')]);
    await on.settle();
    expect(on.receiver.received).toEqual([]);
    await on.pass(HOUR_S);
    await on.settle();
    expect(on.receiver.received.map(({ message: { kind, title } }) => [kind, title])).toEqual([
      ['digest', 'Digest: 2 findings (2 high)'],
      ['digest', 'Digest: 1 finding (1 high)'],
    ]);
    expect((await on.rows(channelId)).map((row) => (row as { rule_id?: string }).rule_id)).toEqual([
      ...['rule_a', 'rule_b'],
    ]);
  });

  it('goes by itself where it cannot be put beside the others', async () => {
    const channelId = await on.channel();
    const broken = { ...telling({ channelId }, 'broken').message, links: 'none' as unknown as [] };
    await on.add([telling({ channelId }, 'broken', { groupKey: 'g', message: broken })]);
    await on.add([telling({ channelId }, 'whole', { groupKey: 'g' })]);
    await on.settle();
    expect(on.receiver.titles).toEqual(['broken', 'whole']);
  });
});
