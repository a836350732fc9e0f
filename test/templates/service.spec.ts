import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { variables } from '../../src/platform/config/variables.js';
import { templateNames, templateOf } from '../support/template-yaml.js';

/** What the templates hand to the service and to each other. */

const { Resources } = templateOf('service');
interface Container {
  Name: string;
  Command?: string[];
  Environment?: Entry[];
  Secrets?: Entry[];
}
type Entry =
  { Name: string; Value?: unknown } | { 'Fn::If': [string, { Name: string; Value?: unknown }, unknown] };
const containerOf = (task: string, name: string): Container => {
  const all = (Resources[task]?.Properties['ContainerDefinitions'] ?? []) as Container[];
  const found = all.find(({ Name }) => Name === name);
  if (found === undefined) throw new Error(`${task} has no container ${name}`);
  return found;
};
const plain = (entry: Entry) => ('Fn::If' in entry ? entry['Fn::If'][1] : entry);
const environment = (task: string, name: string) =>
  Object.fromEntries(
    (containerOf(task, name).Environment ?? []).map(plain).map(({ Name, Value }) => [Name, Value]),
  );
const secrets = (task: string, name: string) =>
  (containerOf(task, name).Secrets ?? []).map((one) => plain(one).Name);

/** Not the service's own: of PostgreSQL's client, and of the system. */
const OF_OTHERS = ['PGPASSWORD', 'TMPDIR'];

describe('the tasks of the service', () => {
  it('set variables that the service has', () => {
    const set = [...Object.keys(environment('ApiTask', 'api')), ...secrets('ApiTask', 'api')];
    expect(set.length).toBeGreaterThan(35);
    expect(set.filter((name) => !(name in variables.shape) && !OF_OTHERS.includes(name))).toEqual([]);
  });

  it('differ in their role alone', () => {
    const { ROLE: api, ...ofApi } = environment('ApiTask', 'api');
    const { ROLE: worker, ...ofWorker } = environment('WorkerTask', 'worker');
    expect([api, worker]).toEqual(['api', 'worker']);
    expect(ofWorker).toEqual(ofApi);
    expect(secrets('WorkerTask', 'worker')).toEqual(secrets('ApiTask', 'api'));
  });

  it.each([
    ['ApiTask', 'api'],
    ['WorkerTask', 'worker'],
    ['ApiTask', 'prepare'],
  ])('%s: %s runs as nobody in particular, on a file system that it cannot write', (task, name) => {
    expect(containerOf(task, name)).toMatchObject({
      User: '1000:1000',
      ReadonlyRootFilesystem: true,
      LinuxParameters: { InitProcessEnabled: true, Capabilities: { Drop: ['ALL'] } },
      MountPoints: [{ ContainerPath: '/data' }],
    });
  });

  it('have no secret in plain view', () => {
    const named = Object.entries(environment('ApiTask', 'api')).filter(([name]) =>
      /PASSWORD|API_KEY|REDIS/.test(name),
    );
    expect(named).toEqual([]);
    expect(secrets('ApiTask', 'api')).toEqual(
      expect.arrayContaining(['PGPASSWORD', 'REDIS_URL', 'SHEPHERD_API_KEY']),
    );
  });

  it.each([
    ['SHEPHERD_API_KEY_PREVIOUS', 'ApiKeyPreviousSecretArn'],
    ['SECRETS_KEY_PREVIOUS', 'SecretsKeyPreviousSecretArn'],
  ])('get %s from a secret while a key is replaced, and may read it', (variable, parameter) => {
    const { Parameters, Conditions } = templateOf('service');
    expect(Parameters[parameter]?.Default).toBe(''); // not set
    const given = (containerOf('ApiTask', 'api').Secrets ?? []).find((one) => plain(one).Name === variable);
    const condition = given !== undefined && 'Fn::If' in given ? given['Fn::If'][0] : '';
    expect(given).toEqual({
      'Fn::If': [condition, { Name: variable, ValueFrom: { Ref: parameter } }, { Ref: 'AWS::NoValue' }],
    });
    expect(Conditions[condition]).toEqual({ 'Fn::Not': [{ 'Fn::Equals': [{ Ref: parameter }, ''] }] });
    expect(templateOf('roles').Conditions[condition]).toEqual(Conditions[condition]);
    const readers = templateOf('roles').Resources['ExecutionRole']?.Properties['Policies'];
    expect(JSON.stringify(readers)).toContain(
      JSON.stringify({ 'Fn::If': [condition, { Ref: parameter }, { Ref: 'AWS::NoValue' }] }),
    );
  });

  it('may take ten minutes to be ready, as a migration waits for locks', () => {
    expect(Resources['ApiService']?.Properties['HealthCheckGracePeriodSeconds']).toBe(600);
    // and the container itself as long as ECS has it
    for (const [task, name] of [
      ['ApiTask', 'api'],
      ['WorkerTask', 'worker'],
    ] as const)
      expect(containerOf(task, name)).toMatchObject({ HealthCheck: { StartPeriod: 300 } });
  });

  it('prove who the database is', () => {
    expect(JSON.stringify(environment('ApiTask', 'api')['DATABASE_URL'])).toContain('sslmode=verify-full');
  });
});

describe('what runs before the service', () => {
  const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n';
  const data = mkdtempSync(join(tmpdir(), 'prepare-'));
  const server = createServer(({ url }, answer) => {
    answer.statusCode = url === '/bundle.pem' ? 200 : 403;
    answer.end(url === '/page' ? '<html>' : CERTIFICATE);
  });
  beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
  afterAll(() => {
    server.close();
    rmSync(data, { recursive: true });
  });

  /** The command of the container, with a folder of ours in the place of /data. @returns its exit code and what it said */
  const prepare = (path: string) => {
    const [, ...args] = containerOf('WorkerTask', 'prepare').Command ?? [];
    const CERTIFICATES = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
    const here = args.map((arg) => arg.replaceAll("'/data/", `'${data}/`));
    return new Promise<{ code: number; said: string }>((done) => {
      const child = execFile(process.execPath, here, { env: { CERTIFICATES } }, (_, __, said) =>
        done({ code: child.exitCode ?? -1, said }),
      );
    });
  };

  it('does not let it begin where there are no certificates', async () => {
    expect(await prepare('/denied.pem')).toEqual({ code: 1, said: expect.stringContaining('403') });
  });

  it('fetches the certificates of the database, and makes a place for temporary files', async () => {
    expect(await prepare('/bundle.pem')).toEqual({ code: 0, said: '' });
    expect(readFileSync(join(data, 'database-ca.pem'), 'utf8')).toBe(CERTIFICATE);
    expect(await prepare('/bundle.pem')).toEqual({ code: 0, said: '' }); // a container that starts again
  });
});

describe('the stacks', () => {
  const ORDER = ['keys', 'network', 'endpoints', 'data', 'messages', 'roles', 'service', 'watch'];
  /** Only people know these. */
  const GIVEN = ['Environment', 'ImageUri', 'CertificateArn', 'DomainName', 'LoadBalancerSubnetIds'];

  it('get from the ones before them what has no default, and nobody has to give', () => {
    const said = new Set(GIVEN);
    for (const name of ORDER) {
      const { Parameters, Outputs } = templateOf(name);
      const lacking = Object.entries(Parameters).filter(
        ([one, { Default }]) => Default === undefined && !said.has(one),
      );
      expect({ name, lacking: lacking.map(([one]) => one) }).toEqual({ name, lacking: [] });
      for (const output of Object.keys(Outputs)) said.add(output);
    }
  });

  it('are all of the templates there are, beside those of other accounts', () => {
    expect([...ORDER, 'member', 'forwarding', 'organization'].sort()).toEqual(templateNames());
  });

  it('hand a member account what its templates ask for, through the organization', () => {
    const { Parameters, Resources: sets } = templateOf('organization');
    for (const [set, template] of [
      ['Members', 'member'],
      ['Forwarding', 'forwarding'],
    ] as const) {
      const given = sets[set]?.Properties['Parameters'] as {
        ParameterKey: string;
        ParameterValue: { Ref: string };
      }[];
      expect(given.map(({ ParameterKey }) => ParameterKey).sort()).toEqual(
        Object.keys(templateOf(template).Parameters).sort(),
      );
      for (const { ParameterKey, ParameterValue } of given) {
        expect(ParameterValue.Ref).toBe(ParameterKey);
        expect(Parameters[ParameterKey]?.Default).toEqual(
          templateOf(template).Parameters[ParameterKey]?.Default,
        );
      }
    }
  });
});
