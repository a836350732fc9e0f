import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { notified, type Notified } from '../support/notifying.js';
import { toldFacts } from '../support/told-facts.js';

jest.setTimeout(60_000);

type Json = Record<string, unknown>;
interface Trial {
  matches: { name: string; recipients: Json[]; dueAt: string; isDigest: boolean; escalation: Json | null }[];
  tellings: { recipient: Json; ruleId: string | null; dueAt: string; isDigest: boolean }[];
  refused: Json[];
  message: { title: string; kind: string } | null;
}

let app: TestApp;
let acme: Notified;
let ops: string;

beforeAll(async () => {
  app = await startTestApp();
  acme = await notified(app, 'acme');
  ops = await acme.channel('Ops');
}, 90_000);
afterAll(() => app?.close());

const ask = <T = { id: string }>(method: string, path: string, body?: Json, key = acme.keys.admin) =>
  app.request<T>(method, `/notifications/rules${path}`, { key, ...(body === undefined ? {} : { body }) });

describe('a trial', () => {
  const test = (fact: string, payload: object, key = acme.keys.viewer) =>
    ask<Trial & { details?: { path: string }[] }>('POST', '/test', { fact, payload: payload }, key);

  it('says whom a fact would be told, when, and in which words; and tells nobody', async () => {
    const escalated = await ask('POST', '', {
      ...{ name: 'Digest', when: { fact: 'finding.opened' }, channels: ['Ops'] },
      delivery: { digest: 'daily', timeOfDay: '08:00', timezone: 'UTC' },
      escalation: { afterMinutes: 30, channels: ['Ops'] },
    });
    const { status, body } = await test('finding.opened', toldFacts['finding.opened']);
    expect(status).toBe(200);
    const shown = { channelId: ops, name: 'Ops' };
    expect(body.matches).toEqual([
      expect.objectContaining({
        name: 'Critical finding',
        recipients: [shown],
        isDigest: false,
        escalation: null,
      }),
      expect.objectContaining({
        ...{
          name: 'Digest',
          recipients: [shown],
          isDigest: true,
          dueAt: expect.stringContaining('T08:00:00.000Z'),
        },
        escalation: { at: expect.any(String), recipients: [shown] },
      }),
    ]);
    // one recipient is told once: as soon as a rule wants it
    expect(body.tellings).toEqual([expect.objectContaining({ recipient: shown, isDigest: false })]);
    expect(body.message).toMatchObject({ kind: 'finding', title: expect.stringContaining('public access') });
    expect(await acme.tellings()).toEqual([]);
    expect(await app.database.query('SELECT FROM notification_alerts')).toEqual([]);
    await ask('DELETE', `/${escalated.body.id}`);
  });

  it('shows who is refused, and why', async () => {
    const targets = ['eve@evil.test', 'nobody', 'ops'];
    const { body } = await test('notification.requested', {
      ...toldFacts['notification.requested'],
      targets,
    });
    expect(body.refused).toEqual([
      { target: 'eve@evil.test', reason: expect.stringContaining('allowedNotificationDomains') },
      { target: 'nobody', reason: expect.stringContaining('no such channel') },
    ]);
    expect(body.tellings).toHaveLength(1);
  });

  it('tells nothing of what no rule wants', async () => {
    const { body } = await test('score.changed', toldFacts['score.changed']);
    expect(body).toEqual({ matches: [], tellings: [], refused: [], message: null });
  });

  it('names each bad field', async () => {
    expect((await test('finding.closed', {})).status).toBe(400);
    const { status, body } = await test('score.changed', {
      ...toldFacts['score.changed'],
      score: 'x',
      before: 'y',
    });
    expect([status, body.details?.map(({ path }) => path).sort()]).toEqual([
      ...[400, ['payload.before', 'payload.score']],
    ]);
  });

  it('heeds quiet hours, but for what is severe', async () => {
    const at = new Date();
    const hhmm = (ms: number) => new Date(at.getTime() + ms).toISOString().slice(11, 16);
    const quietHours = { from: hhmm(-3_600_000), to: hhmm(3_600_000), timezone: 'UTC' };
    const { body: rule } = await ask('POST', '', {
      name: 'High findings',
      when: { fact: 'finding.opened' },
      quietHours,
    });
    const due = async (severity: string) => {
      const payload = { ...toldFacts['finding.opened'], severity };
      const { body } = await test('finding.opened', payload);
      return body.matches.find(({ name }) => name === 'High findings')?.dueAt.slice(11, 16);
    };
    expect(await due('high')).toBe(quietHours.to);
    expect(await due('critical')).not.toBe(quietHours.to);
    await ask('DELETE', `/${rule.id}`);
  });
});
