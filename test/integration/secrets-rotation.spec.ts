import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KMS } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { channelSecret } from '../../src/modules/notifications/channels.store.js';
import { signingSecret } from '../../src/modules/reports/signing-keys.store.js';
import { SealedStore } from '../../src/platform/secrets/resealing.store.js';
import { giveCredentials } from '../e2e/emulated-account.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startSecrets, type SecretsProcess } from '../support/secrets.js';

const MOTO_URL = process.env['MOTO_URL'];
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;
const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const [OLD, NEW, THIRD] = [key(1), key(2), key(3)];

let database: TestDatabase;
const open: SecretsProcess[] = [];
const DATA_DIR = mkdtempSync(join(tmpdir(), 'shepherd-rotation-'));

beforeEach(async () => {
  database = await createTestDatabase();
}, 60_000);
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(open.splice(0).map((one) => one.close()));
  await database.drop();
});
afterAll(() => rmSync(DATA_DIR, { recursive: true, force: true }));

const started = async (env: Record<string, string>) => {
  const one = await startSecrets(database, env);
  open.push(one);
  return one;
};

/** Channels of two tenants, and a key that signs packs, sealed by that process. */
async function sealSome({ secrets }: SecretsProcess, channels = 3): Promise<void> {
  for (const tenantId of ['acme', 'globex']) {
    for (let at = 0; at < channels; at++) {
      const id = `chn_${tenantId}_${String(at).padStart(4, '0')}`;
      const secret = await secrets.seal(`secret of ${id}`, channelSecret({ tenantId, id }));
      await database.query(
        `INSERT INTO notification_channels (id, tenant_id, name, type, config, secret, enabled, created_by, saved_by)
         VALUES ($1, $2, $1, 'webhook', '{}', $3, true, 'x', 'x')`,
        [id, tenantId, secret],
      );
    }
  }
  const privateKey = await secrets.seal('PEM of acme', signingSecret('acme'));
  await database.query(
    `INSERT INTO signing_keys (tenant_id, key_id, public_key, private_key) VALUES ('acme', 'k', 'p', $1)`,
    [privateKey],
  );
}

/** All that is sealed, opened by that process. */
async function opened({ secrets }: SecretsProcess): Promise<string[]> {
  const rows = await database.query<{ id: string; tenant_id: string; secret: string }>(
    'SELECT id, tenant_id, secret FROM notification_channels ORDER BY id',
  );
  const [signing] = await database.query<{ private_key: string }>('SELECT private_key FROM signing_keys');
  return Promise.all([
    ...rows.map((row) => secrets.open(row.secret, channelSecret({ tenantId: row.tenant_id, id: row.id }))),
    secrets.open(signing?.private_key ?? '', signingSecret('acme')),
  ]);
}
const ALL = [
  ...['acme', 'globex'].flatMap((tenant) => [0, 1, 2].map((at) => `secret of chn_${tenant}_000${at}`)),
  'PEM of acme',
];
const names = async () =>
  (
    await database.query<{ name: string }>(
      `SELECT DISTINCT split_part(secret, '.', 2) AS name FROM notification_channels
       UNION SELECT split_part(private_key, '.', 2) FROM signing_keys`,
    )
  ).map(({ name }) => name);

describe('a new SECRETS_KEY', () => {
  it('seals from then on and anew what the old one had sealed, which is not needed any more then', async () => {
    await sealSome(await started({ SECRETS_KEY: OLD }));
    const [oldName] = await names();
    const fresh = await started({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
    expect(await opened(fresh)).toEqual(ALL);
    expect(await fresh.resealing.run()).toEqual({ resealed: 7, unreadable: 0 });
    const [newName, ...others] = await names();
    expect([newName, others]).toEqual([expect.not.stringMatching(oldName ?? ''), []]);
    expect(await fresh.keys.state()).toMatchObject({
      current: { key: newName, secrets: 7 },
      retired: [{ key: oldName, secrets: 0, emptiedAt: expect.any(Date), isHere: true }],
      ...{ left: 0, lost: 0 },
    });
    expect(await opened(await started({ SECRETS_KEY: NEW }))).toEqual(ALL);
    // a second time there is nothing to do
    expect(await fresh.resealing.run()).toEqual({ resealed: 0, unreadable: 0 });
  });

  it('is written down: the key once, and what was sealed anew for each tenant', async () => {
    await sealSome(await started({ SECRETS_KEY: OLD }));
    const [before] = await names();
    const fresh = await started({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
    await fresh.resealing.run();
    const [after] = await names();
    const entry = (tenantId: string, of: string, count: number) => ({
      ...{ tenantId, action: 'secrets.resealed', targetType: 'secret_key', targetId: after },
      ...{ before: { keys: [before] }, after: { key: after, of, count } },
    });
    expect(fresh.changes).toEqual([
      {
        ...{ tenantId: 'default', action: 'secret_key.replaced', targetType: 'secret_key', targetId: after },
        before: { key: before, kmsKeyArn: null },
        after: { key: after, kmsKeyArn: null },
      },
      entry('acme', 'notification_channels', 3),
      entry('globex', 'notification_channels', 3),
      entry('acme', 'signing_keys', 1),
    ]);
    expect(JSON.stringify(fresh.changes)).not.toContain(OLD);
    await started({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
    expect(await database.query('SELECT 1 FROM retired_secret_keys')).toHaveLength(1);
  });

  it('without the old one lets no process start; neither does the old one alone after it', async () => {
    await sealSome(await started({ SECRETS_KEY: OLD }));
    await expect(started({ SECRETS_KEY: NEW })).rejects.toThrow(
      /To replace it, add it to SECRETS_KEY_PREVIOUS/,
    );
    await expect(started({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: THIRD })).rejects.toThrow(
      /is another key/,
    );
    const fresh = await started({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
    await expect(started({ SECRETS_KEY: NEW })).rejects.toThrow(/keep it in SECRETS_KEY_PREVIOUS until/);
    await expect(started({ SECRETS_KEY: OLD })).rejects.toThrow(/is another key/);
    await fresh.resealing.run();
    await started({ SECRETS_KEY: NEW });
  });

  it('serves a rolling deployment in two steps, in which nothing fails and nothing goes to and fro', async () => {
    await sealSome(await started({ SECRETS_KEY: OLD }));
    const one = await started({ SECRETS_KEY: OLD, SECRETS_KEY_PREVIOUS: NEW });
    const two = await started({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
    const link = await one.secrets.sign('link', 'text'); // knows nothing of the change yet
    await two.resealing.run();
    expect(await opened(one)).toEqual(ALL);
    expect(await opened(two)).toEqual(ALL);
    expect(await two.secrets.isSigned('link', 'text', link)).toBe(true);
    expect(await one.secrets.isSigned('link', 'text', await two.secrets.sign('link', 'text'))).toBe(true);
    // one that starts again with the old order follows too, and so does the first one after a minute
    const again = await started({ SECRETS_KEY: OLD, SECRETS_KEY_PREVIOUS: NEW });
    one.clock.forwardMs = 61_000;
    const sealed = await Promise.all([one, again].map(({ secrets }) => secrets.seal('x', 'c')));
    expect(sealed.map((text) => text.split('.')[1])).toEqual([...(await names()), ...(await names())]);
    expect(await again.resealing.run()).toEqual({ resealed: 0, unreadable: 0 });
    expect(await database.query('SELECT 1 FROM retired_secret_keys')).toHaveLength(1);
  });

  it('is not undone by a process that has not heard of it yet', async () => {
    await sealSome(await started({ SECRETS_KEY: OLD }));
    const stale = await started({ SECRETS_KEY: OLD, SECRETS_KEY_PREVIOUS: NEW });
    await stale.secrets.seal('x', 'c'); // from now on it knows for a minute that the old one seals
    const fresh = await started({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
    expect(await fresh.resealing.run()).toEqual({ resealed: 7, unreadable: 0 });
    const after = await names();
    expect(await stale.resealing.run()).toEqual({ resealed: 0, unreadable: 0 });
    expect(await names()).toEqual(after);
    expect(stale.changes).toEqual([]);
  });

  it('is not undone either where it comes while another process seals anew with the one before', async () => {
    await sealSome(await started({ SECRETS_KEY: OLD }));
    const overtaken = await started({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: `${OLD},${THIRD}` });
    // between the look at what is current and the first write
    // eslint-disable-next-line @typescript-eslint/unbound-method
    const original = SealedStore.prototype.replace;
    jest.spyOn(SealedStore.prototype, 'replace').mockImplementationOnce(async function (
      this: SealedStore,
      ...given
    ) {
      await started({ SECRETS_KEY: THIRD, SECRETS_KEY_PREVIOUS: `${NEW},${OLD}` });
      return original.apply(this, given);
    });
    expect(await overtaken.resealing.run()).toEqual({ resealed: 0, unreadable: 0 });
    expect(overtaken.changes.map(({ action }) => action)).toEqual(['secret_key.replaced']);
    // it follows the newer key itself
    expect(await overtaken.resealing.run()).toEqual({ resealed: 7, unreadable: 0 });
    expect(await opened(await started({ SECRETS_KEY: THIRD }))).toEqual(ALL);
  });

  it('is not undone years later by a process that still has the old one in its place', async () => {
    await sealSome(await started({ SECRETS_KEY: OLD }));
    const fresh = await started({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
    await fresh.resealing.run();
    const [name] = await names();
    await database.query(`UPDATE retired_secret_keys SET emptied_at = now() - interval '2 years'`);
    await fresh.resealing.run();
    const stale = await started({ SECRETS_KEY: OLD, SECRETS_KEY_PREVIOUS: NEW });
    expect((await stale.secrets.seal('x', 'c')).split('.')[1]).toBe(name);
    await started({ SECRETS_KEY: NEW });
  });

  it('leaves what nobody can open, says how much that is, and goes on with the rest', async () => {
    const old = await started({ SECRETS_KEY: OLD });
    await sealSome(old);
    const elsewhere = await createTestDatabase();
    const stranger = await startSecrets(elsewhere, { SECRETS_KEY: THIRD });
    const lost = await stranger.secrets.seal('x', channelSecret({ tenantId: 'acme', id: 'chn_acme_0001' }));
    await stranger.close();
    await elsewhere.drop();
    await database.query(`UPDATE notification_channels SET secret = $1 WHERE id = 'chn_acme_0001'`, [lost]);
    const fresh = await started({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
    expect(await fresh.resealing.run()).toEqual({ resealed: 6, unreadable: 1 });
    expect(await fresh.keys.state()).toMatchObject({ left: 1, lost: 1 });
    const [row] = await database.query(`SELECT secret FROM notification_channels WHERE id = 'chn_acme_0001'`);
    expect(row).toEqual({ secret: lost });
  });

  it('seals each text anew once, however many processes do it, over many transactions', async () => {
    await sealSome(await started({ SECRETS_KEY: OLD }), 80);
    const some = await Promise.all(
      [1, 2, 3].map(() => started({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD })),
    );
    const done = await Promise.all(some.map(({ resealing }) => resealing.run()));
    expect(done.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(161);
    expect(await names()).toHaveLength(1);
    expect(
      some.flatMap(({ changes }) => changes).filter(({ action }) => action === 'secret_key.replaced'),
    ).toHaveLength(1);
  });

  it('never overwrites what was changed while it was sealed anew', async () => {
    const old = await started({ SECRETS_KEY: OLD });
    await sealSome(old);
    const fresh = await started({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
    const place = channelSecret({ tenantId: 'acme', id: 'chn_acme_0000' });
    const changed = await old.secrets.seal('changed', place);
    // between the look and the write: the trigger is what somebody else does
    await database.query(`
      CREATE FUNCTION meanwhile() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.id = 'chn_acme_0000' AND NEW.secret <> '${changed}' AND OLD.secret <> '${changed}' THEN RETURN NULL; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER meanwhile BEFORE UPDATE ON notification_channels FOR EACH ROW EXECUTE FUNCTION meanwhile();`);
    expect(await fresh.resealing.run()).toEqual({ resealed: 6, unreadable: 0 });
    expect((await fresh.keys.state()).left).toBe(1); // and the old key is needed still
    await expect(started({ SECRETS_KEY: NEW })).rejects.toThrow(/keep it in SECRETS_KEY_PREVIOUS/);
    await database.query(`UPDATE notification_channels SET secret = $1 WHERE id = 'chn_acme_0000'`, [
      changed,
    ]);
    expect(await fresh.resealing.run()).toEqual({ resealed: 1, unreadable: 0 });
    expect((await opened(fresh))[0]).toBe('changed');
  });

  it('comes in place of the key in a file as well', async () => {
    await sealSome(await started({ DATA_DIR }));
    const file = join(DATA_DIR, 'secrets-key');
    const old = readFileSync(file, 'utf8').trim();
    const fresh = await started({ DATA_DIR, SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: old });
    await fresh.resealing.run();
    expect(await opened(await started({ DATA_DIR, SECRETS_KEY: NEW }))).toEqual(ALL);
    // the file alone does not come back into its place
    await expect(started({ DATA_DIR })).rejects.toThrow(/SECRETS_KEY/);
  });
});

/** The emulator wraps keys as KMS does; it knows no permission. */
withEmulator('keys of KMS (needs MOTO_URL)', () => {
  let [one, two] = ['', ''];
  beforeAll(async () => {
    giveCredentials();
    const kms = new KMS({ endpoint: MOTO_URL ?? '', region: 'eu-west-1' });
    const made = async () => (await kms.createKey({})).KeyMetadata?.Arn ?? '';
    [one, two] = [await made(), await made()];
    kms.destroy();
  }, 60_000);

  it('give a new data key when asked, which all processes take within a minute', async () => {
    const first = await started({ SECRETS_KMS_KEY_ARN: one });
    const other = await started({ SECRETS_KMS_KEY_ARN: one });
    await sealSome(first);
    await other.secrets.seal('x', 'c');
    const link = await first.secrets.sign('link', 'text');
    expect(await first.keys.rotate({ newDataKey: true })).toMatchObject({
      resealed: 7,
      left: 0,
      unreadable: 0,
    });
    expect(await other.secrets.isSigned('link', 'text', link)).toBe(true);
    other.clock.forwardMs = 3000;
    expect(await opened(other)).toEqual(ALL);
    const later = await started({ SECRETS_KMS_KEY_ARN: one });
    expect(await later.secrets.isSigned('link', 'text', link)).toBe(true);
    expect(await names()).toEqual([(await later.secrets.seal('y', 'c')).split('.')[1]]);
    const wrapped = () => database.query('SELECT 1 FROM retired_secret_keys WHERE wrapped_key IS NOT NULL');
    expect(await wrapped()).toHaveLength(1);
    // what is left after 100 days is that there was one
    await database.query(`UPDATE retired_secret_keys SET emptied_at = now() - interval '101 days'`);
    await later.resealing.run();
    expect(await wrapped()).toEqual([]);
    expect(await later.keys.state()).toMatchObject({ retired: [{ isHere: false }] });
    await started({ SECRETS_KMS_KEY_ARN: one });
  });

  it('take the place of SECRETS_KEY, and another key of KMS theirs', async () => {
    await sealSome(await started({ SECRETS_KEY: OLD }));
    const first = await started({ SECRETS_KMS_KEY_ARN: one, SECRETS_KEY_PREVIOUS: OLD });
    expect(await first.resealing.run()).toEqual({ resealed: 7, unreadable: 0 });
    await expect(started({ SECRETS_KMS_KEY_ARN: two })).rejects.toThrow(`${one} wraps`);
    const second = await started({ SECRETS_KMS_KEY_ARN: two, SECRETS_KEY_PREVIOUS: one });
    expect(await second.resealing.run()).toEqual({ resealed: 7, unreadable: 0 });
    expect(await opened(await started({ SECRETS_KMS_KEY_ARN: two }))).toEqual(ALL);
    const back = await started({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: two });
    expect(await back.resealing.run()).toEqual({ resealed: 7, unreadable: 0 });
    expect(await opened(await started({ SECRETS_KEY: NEW }))).toEqual(ALL);
  });

  it('cannot be made where keys do not come from KMS', async () => {
    const plain = await started({ SECRETS_KEY: OLD });
    await expect(plain.keys.rotate({ newDataKey: true })).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
