import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { basesIn, pinned } from '../../scripts/release/base.mjs';
import {
  packagesOf,
  problemsOf,
  readLock,
  readPolicy,
  staleOf,
  type Package,
} from '../../scripts/supply/licences.mjs';

const ROOT = new URL('../../', import.meta.url);
const text = (file: string) => readFileSync(new URL(file, ROOT), 'utf8');
const script = (name: string, ...args: string[]) =>
  spawnSync(process.execPath, [new URL(`scripts/${name}`, ROOT).pathname, ...args], {
    ...{ cwd: ROOT.pathname, encoding: 'utf8' as const, env: { ...process.env, NODE_OPTIONS: '' } },
  });
const policy = readPolicy();
const lock = readLock();
const packages = packagesOf(lock, policy);
const inImage = packages.filter(({ place }) => place === 'image');

describe('the licence of each package', () => {
  const one = (more: Partial<Package>): Package => ({
    ...{ path: 'node_modules/x', name: 'x', version: '1.0.0', licence: 'MIT', place: 'image' as const },
    ...more,
  });

  it('is one that is allowed, and docs/licences.md lists them as they are', () => {
    const { status, stderr } = script('licences.mjs', '--check');
    expect([status, stderr]).toEqual([0, '']);
    expect(inImage.length).toBeGreaterThan(300);
  });

  it('is refused where it is another, or none is told', () => {
    const refused = (more: Partial<Package>) => problemsOf([one(more)], policy).length === 1;
    expect(refused({})).toBe(false);
    expect(refused({ licence: undefined })).toBe(true);
    for (const licence of [
      'GPL-3.0',
      'AGPL-3.0-only',
      'MIT AND GPL-3.0',
      'SEE LICENSE IN LICENSE',
      'UNLICENSED',
    ])
      expect([licence, refused({ licence })]).toEqual([licence, true]);
    expect(refused({ licence: '(GPL-3.0 OR MIT)' })).toBe(false);
    // what is allowed for a single package is for that alone, and for tools what tools alone may have
    expect(refused({ licence: 'MPL-2.0' })).toBe(true);
    expect(refused({ licence: 'MPL-2.0', name: '@resvg/resvg-js' })).toBe(false);
    expect(refused({ licence: 'EPL-2.0', name: 'elkjs', place: 'tools' })).toBe(false);
    expect(refused({ licence: 'EPL-2.0', name: 'elkjs' })).toBe(true);
  });

  it('needs every line of licences.json', () => {
    expect(staleOf(packages, policy)).toEqual([]);
    expect(staleOf(packages, { ...policy, allowed: [...policy.allowed, 'WTFPL'] })).toEqual(['WTFPL']);
  });

  it('is the one that the package itself names, where it is installed', () => {
    const differing = inImage.flatMap(({ path, name, licence }) => {
      const own = manifest(`${path}/package.json`);
      if (own === undefined || typeof own.license !== 'string' || policy.said[name] !== undefined) return [];
      return own.license === licence ? [] : [`${name}: ${own.license}, and the lock says ${licence ?? ''}`];
    });
    expect(differing).toEqual([]);
  });
});

function manifest(file: string): { license?: unknown } | undefined {
  try {
    return JSON.parse(text(file)) as { license?: unknown };
  } catch {
    return undefined; // of another kind of machine
  }
}

describe('a package that wants to run something when it is installed', () => {
  it('is named in allowScripts, with what was decided', () => {
    const { allowScripts } = JSON.parse(text('package.json')) as { allowScripts: Record<string, boolean> };
    const wanting = packages
      .filter(({ path }) => lock.packages[path]?.hasInstallScript === true)
      .map(({ name }) => name);
    expect(Object.keys(allowScripts).sort()).toEqual([...new Set(wanting)].sort());
  });

  it('runs nothing for the image', () => {
    const installs = dockerfile.match(/npm (ci|install)\b(.|\\\n)*?--omit=dev(.|\\\n)*?$/gm) ?? [];
    expect(installs).toHaveLength(2);
    for (const one of installs) expect(one).toContain('--ignore-scripts');
  });
});

describe('npm run sbom', () => {
  it('names in CycloneDX every package of the image, with its version and licence, and no other', () => {
    const folder = mkdtempSync(join(tmpdir(), 'shepherd-sbom-'));
    const file = join(folder, 'sbom.json');
    const { status, stderr } = script('sbom.mjs', file);
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
    const { bomFormat, components } = JSON.parse(readFileSync(file, 'utf8')) as {
      bomFormat: string;
      components: { name: string; version: string; purl: string; licenses?: unknown[] }[];
    };
    rmSync(folder, { recursive: true });
    const named = (some: readonly { name: string; version: string }[]) =>
      [...new Set(some.map(({ name, version }) => `${name}@${version}`))].sort();
    expect(bomFormat).toBe('CycloneDX');
    expect(named(components)).toEqual(named(inImage));
    expect(components.filter(({ purl }) => !purl.startsWith('pkg:npm/'))).toEqual([]);
    expect(components.filter(({ licenses = [] }) => licenses.length === 0).length).toBeLessThan(10);
  }, 60_000);
});

const dockerfile = text('Dockerfile');
/** The instructions of the stage that is the image. */
const last = dockerfile
  .slice(dockerfile.lastIndexOf('\nFROM ') + 1)
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const of = (name: string) =>
  last.filter((line) => line.trimStart().startsWith(name)).map((line) => line.trim());

describe('the Dockerfile', () => {
  it('needs no shell for what runs, and runs nothing on the base', () => {
    expect(of('RUN')).toEqual([]);
    expect(of('ENTRYPOINT')).toEqual(['ENTRYPOINT []']); // that of the base is a script
    const commands = [...of('HEALTHCHECK'), ...of('CMD')].map(
      (line) => /\bCMD (\[.*\])$/.exec(line)?.[1] ?? '""',
    );
    expect(commands.map((one) => (JSON.parse(one) as string[])[0])).toEqual(['node', 'node']);
  });

  it('runs as nobody in particular, by number, and says what it is', () => {
    expect(of('USER')).toEqual(['USER 1000:1000']);
    const labels = of('LABEL').join(' ');
    for (const name of ['title', 'licenses', 'version', 'revision', 'base.name'])
      expect(labels).toContain(`org.opencontainers.image.${name}=`);
  });

  it('has one base, which a release pins by its digest', () => {
    const bases = basesIn(dockerfile);
    expect(new Set(bases.map(({ tag }) => tag)).size).toBe(1);
    expect(bases.length).toBeGreaterThan(1);
    const digest = `sha256:${'ab'.repeat(32)}`;
    const fixed = pinned(dockerfile, digest);
    expect(basesIn(fixed)).toEqual(bases.map(({ tag }) => ({ tag, digest })));
    expect(fixed).toMatch(new RegExp(`^FROM node:[\\w.-]+@${digest} AS packages$`, 'm'));
    expect(pinned(fixed, `sha256:${'cd'.repeat(32)}`)).not.toContain(digest);
    expect(pinned(fixed, undefined)).toBe(pinned(dockerfile, undefined));
    for (const bad of ['sha256:ab', 'ab'.repeat(32), `sha256:${'AB'.repeat(32)}`, `${digest}\nRUN x`])
      expect(() => pinned(dockerfile, bad)).toThrow(/is no digest/);
    expect(() => pinned(`${dockerfile}\nFROM node:22`, digest)).toThrow(/2 base images/);
  });
});

describe('the compose file', () => {
  it('lets the service write to its volume and /tmp alone, without rights of its own', () => {
    const compose = text('docker-compose.yml');
    const service = compose.slice(compose.indexOf('x-service:'), compose.indexOf('x-environment:'));
    for (const line of ['read_only: true', 'tmpfs: [/tmp]', 'cap_drop: [ALL]', "['no-new-privileges:true']"])
      expect(service).toContain(line);
  });
});

describe('the scripts of the image', () => {
  it('are words that Node reads', () => {
    for (const name of ['check', 'prune', 'sbom'])
      execFileSync(process.execPath, ['--check', new URL(`scripts/image/${name}.mjs`, ROOT).pathname]);
  });
});
