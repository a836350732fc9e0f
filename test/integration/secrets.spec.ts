import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KMS } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import '../../src/modules/notifications/channels.store.js';
import '../../src/modules/reports/signing-keys.store.js';
import { type Secrets, SecretUnreadable } from '../../src/platform/secrets/index.js';
import { sealedColumns } from '../../src/platform/secrets/sealed-columns.js';
import { giveCredentials } from '../e2e/emulated-account.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startFaultProxy } from '../support/fault-proxy.mjs';
import { startSecrets, type SecretsProcess } from '../support/secrets.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no KMS: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;
const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');

const open: SecretsProcess[] = [];
const folders: string[] = [];
const databases: TestDatabase[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'shepherd-secrets-'));
  folders.push(made);
  return made;
};
const newDatabase = async () => {
  const made = await createTestDatabase();
  databases.push(made);
  return made;
};
afterAll(async () => {
  await Promise.all(open.map((process) => process.close()));
  await Promise.all(databases.map((database) => database.drop()));
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

/** What a process that starts with these variables has; rejects where it refuses to start. */
async function started(
  on: TestDatabase,
  env: Record<string, string>,
  endpointUrl = MOTO_URL,
): Promise<Secrets> {
  const process = await startSecrets(on, { DATA_DIR: folder(), ...env }, endpointUrl);
  open.push(process);
  return process.secrets;
}

describe('a secret', () => {
  let database: TestDatabase;
  let secrets: Secrets;
  beforeAll(async () => {
    database = await newDatabase();
    secrets = await started(database, { SECRETS_KEY: key(1) });
  }, 60_000);

  it('opens to what was sealed, in another process as well, and is nowhere to be read', async () => {
    const sealed = await secrets.seal('xoxb-Kennwort-ü', 'channel:acme:1');
    expect(sealed).not.toMatch(/xoxb|Kennwort/);
    expect(sealed).not.toBe(await secrets.seal('xoxb-Kennwort-ü', 'channel:acme:1')); // an IV of its own
    const other = await started(database, { SECRETS_KEY: key(1) });
    expect(await other.open(sealed, 'channel:acme:1')).toBe('xoxb-Kennwort-ü');
    expect(await secrets.open(await secrets.seal('', 'c'), 'c')).toBe('');
  });

  it('does not open for another place, so that no row can borrow the secret of another', async () => {
    const sealed = await secrets.seal('one', 'channel:acme:1');
    await expect(secrets.open(sealed, 'channel:globex:1')).rejects.toThrow(SecretUnreadable);
  });

  it('does not open once any part of it was changed or cut', async () => {
    const sealed = await secrets.seal('some text', 'c');
    const bad = [...sealed].map((letter, at) =>
      [sealed.slice(0, at), letter === 'A' ? 'B' : 'A', sealed.slice(at + 1)].join(''),
    );
    bad.push(sealed.slice(0, -4), `${sealed.split('.').slice(0, 3).join('.')}.`, 'some text', '');
    for (const text of bad) {
      const opened = await secrets.open(text, 'c').catch((error: unknown) => error);
      // the last letter of base64 may hold bits that mean nothing
      if (opened !== 'some text') expect(opened).toBeInstanceOf(SecretUnreadable);
    }
    const opened = await Promise.allSettled(bad.map((text) => secrets.open(text, 'c')));
    expect(opened.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(2);
  });

  it('signs the same text alike, and otherwise for another purpose', async () => {
    const signature = await secrets.sign('links', 'text');
    expect(signature).toMatch(/^[\w-]{43}$/);
    expect(await secrets.sign('links', 'text')).toBe(signature);
    expect(await secrets.sign('links', 'text2')).not.toBe(signature);
    expect(await secrets.sign('other', 'text')).not.toBe(signature);
  });
});

describe('a process with another key', () => {
  it('refuses to start once a secret was sealed, and says what to do', async () => {
    const database = await newDatabase();
    const first = await started(database, { SECRETS_KEY: key(1) });
    await started(database, { SECRETS_KEY: key(2) }); // nothing was sealed yet
    await first.seal('x', 'c');
    await expect(started(database, { SECRETS_KEY: key(2) })).rejects.toThrow(
      /^SECRETS_KEY is another key than .* were sealed with: give all processes that one\. To replace it, add it to SECRETS_KEY_PREVIOUS\. If that key is lost, delete the row of the table secret_keys/,
    );
    await expect(started(database, {})).rejects.toThrow(
      /set SECRETS_KEY to it, or bring it back to .*secrets-key/,
    );
    const arn = 'arn:aws:kms:us-east-1:123456789012:key/x';
    await expect(started(database, { SECRETS_KMS_KEY_ARN: arn })).rejects.toThrow(/set SECRETS_KEY to it/);
    await expect(started(database, { SECRETS_KMS_KEY_ARN: arn, SECRETS_KEY: key(1) })).rejects.toThrow(
      /both set/,
    );
    await started(database, { SECRETS_KEY: key(1) });
  });

  it('that started before anything was sealed seals nothing', async () => {
    const database = await newDatabase();
    const [first, second] = [
      await started(database, { SECRETS_KEY: key(1) }),
      await started(database, { SECRETS_KEY: key(2) }),
    ];
    await first.seal('x', 'c');
    await expect(second.seal('y', 'c')).rejects.toThrow(/is another key/);
  });

  it('never knows less than its check value of the key', async () => {
    const database = await newDatabase();
    await (await started(database, { SECRETS_KEY: key(1) })).seal('x', 'c');
    const [row] = await database.query('SELECT * FROM secret_keys');
    expect(row).toMatchObject({ check_value: expect.stringMatching(/^[0-9a-f]{32}$/), wrapped_key: null });
  });
});

describe('without SECRETS_KEY', () => {
  it('the key is made in DATA_DIR for the service alone, once, and kept', async () => {
    const database = await newDatabase();
    const DATA_DIR = join(folder(), 'new');
    const processes = await Promise.all([1, 2, 3].map(() => started(database, { DATA_DIR })));
    const sealed = await Promise.all(processes.map((one) => one.seal('x', 'c')));
    const file = join(DATA_DIR, 'secrets-key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readFileSync(file, 'utf8'), 'base64')).toHaveLength(32);
    const later = await started(database, { DATA_DIR });
    for (const text of sealed) expect(await later.open(text, 'c')).toBe('x');
  });
});

/** The emulator wraps keys as KMS does and checks the encryption context; it asks for no permission. */
withEmulator('a key that KMS wraps (needs MOTO_URL)', () => {
  let arn: string;
  let another: string;
  beforeAll(async () => {
    giveCredentials();
    const kms = new KMS({ endpoint: MOTO_URL ?? '', region: 'eu-west-1' });
    arn = (await kms.createKey({})).KeyMetadata?.Arn ?? '';
    another = (await kms.createKey({})).KeyMetadata?.Arn ?? '';
    kms.destroy();
  }, 60_000);

  it('serves processes without any file, however many seal first, and lies in the database as KMS wrapped it', async () => {
    const database = await newDatabase();
    const processes = await Promise.all([1, 2, 3].map(() => started(database, { SECRETS_KMS_KEY_ARN: arn })));
    const sealed = await Promise.all(processes.map((one) => one.seal('x', 'c')));
    const later = await started(database, { SECRETS_KMS_KEY_ARN: arn });
    for (const text of sealed) expect(await later.open(text, 'c')).toBe('x');
    const [row] = await database.query('SELECT wrapped_key, kms_key_arn FROM secret_keys');
    expect(row).toEqual({ wrapped_key: expect.any(String), kms_key_arn: arn });
    await expect(started(database, { SECRETS_KMS_KEY_ARN: another })).rejects.toThrow(`${arn} wraps`);
    await expect(started(database, { SECRETS_KEY: key(1) })).rejects.toThrow('set SECRETS_KMS_KEY_ARN to it');
  });

  it('is asked for again after KMS has failed', async () => {
    const database = await newDatabase();
    await (await started(database, { SECRETS_KMS_KEY_ARN: arn })).seal('x', 'c');
    const proxy = await startFaultProxy({ target: MOTO_URL ?? '' });
    proxy.rules = [{ match: { action: 'Decrypt' }, fault: 'throttle', times: 1 }];
    const later = await started(database, { SECRETS_KMS_KEY_ARN: arn }, proxy.url);
    expect(proxy.count({ action: 'Decrypt' })).toBe(0); // KMS need not be there at a start
    const failed = await later.seal('y', 'c').catch((error: unknown) => error);
    expect(failed).toMatchObject({ message: expect.stringMatching(/^kms:Decrypt: /) });
    expect(await later.open(await later.seal('y', 'c'), 'c')).toBe('y');
    await later.seal('z', 'c');
    expect(proxy.count({ action: 'Decrypt' })).toBe(2); // the key is kept
    await proxy.close();
  });
});

describe('a column of sealed texts', () => {
  it('is declared wherever something is sealed', () => {
    const source = new URL('../../src/modules', import.meta.url).pathname;
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(?<!spec)\.ts$/.test(file),
    );
    const holds = (file: string, sign: RegExp) => sign.test(readFileSync(join(source, file), 'utf8'));
    const seal = files.filter((file) => holds(file, /\.seal\(/));
    // who seals something new declares its column, and is added here
    expect(seal.sort()).toEqual(['notifications/channel-secrets.ts', 'reports/signing-keys.service.ts']);
    expect(
      sealedColumns()
        .map(({ table, column }) => `${table}.${column}`)
        .sort(),
    ).toEqual(['notification_channels.secret', 'signing_keys.private_key']);
  });
});
