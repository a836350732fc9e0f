import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { variables } from '../../src/platform/config/variables.js';
import { startTestApp } from '../support/app.js';
import { documentOf, operationsOf } from './support/document.js';

const ROOT = new URL('../../', import.meta.url).pathname;
const app = await startTestApp({ ROLE: 'api' });
const routes = new Set(operationsOf(await documentOf(app)).map(({ name }) => plain(name)));
afterAll(() => app.close());

/** `GET /reports/{id}/download?format=pdf` as `GET /reports/{}/download`: names of parameters differ. */
function plain(route: string): string {
  return route
    .replace(/\?.*$/, '')
    .replaceAll(/\{\w+\}|\/(ID|ARN)\b/g, (part) => (part.startsWith('/') ? '/{}' : '{}'))
    .replace(/\/$/, '');
}

const pages = ['README.md', 'SECURITY.md', 'deploy/README.md']
  .concat(
    readdirSync(join(ROOT, 'docs'), { encoding: 'utf8', recursive: true }).map((name) => `docs/${name}`),
  )
  .filter((name) => name.endsWith('.md') && existsSync(join(ROOT, name)));

const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

/** The anchors that the headings of a page make, as GitHub makes them. */
const anchorsOf = (page: string): Set<string> =>
  new Set(
    [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

describe.each(pages)('%s', (page) => {
  it('names routes that are there', () => {
    const named = [...textOf(page).matchAll(/\b(?:GET|POST|PUT|PATCH|DELETE) \/[^\s`?,;)|]*/g)]
      .map(([route]) => route.replace(/[.:]$/, ''))
      .filter((route) => !/[…*]/.test(route)); // they stand for many
    expect(named.map(plain).filter((route) => !routes.has(route))).toEqual([]);
  });

  it('links to what is there', () => {
    const links = [...textOf(page).matchAll(/\]\(([^)]+)\)/g)].map(([, to = '']) => to);
    const broken = links.filter((to) => {
      if (/^(https?|mailto):/.test(to)) return false;
      const [file = '', anchor] = to.split('#');
      const target = file === '' ? page : join(dirname(page), file);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('sets variables that are there', () => {
    const words = [...textOf(page).matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g)];
    const unknown = words.map(([, name = '']) => name).filter((name) => !(name in variables.shape));
    expect(unknown.filter((name) => !OTHERS.has(name) && !/^AWS_/.test(name))).toEqual([]);
  });
});

/** What documents name in the same letters and the service does not read. */
const OTHERS = new Set([
  // of Node, glibc, compose, tests and the release
  ...[
    'NODE_OPTIONS',
    'MALLOC_ARENA_MAX',
    'POSTGRES_PASSWORD',
    'REDIS_PASSWORD',
    'REQUIRE_ALL',
    'UPDATE_DOCS',
  ],
  ...['PRISMA_SCHEMA_ENGINE_BINARY', 'LOOK_AT', 'SHEPHERD_URL'],
  // statuses and names that AWS and the frameworks write so
  ...['PENDING_START', 'TENANT_NAME', 'PCI_DSS', 'DELEGATED_ADMIN', 'UPDATE_ROLLBACK_FAILED'],
  ...['CREATE_FAILED', 'DELETE_FAILED', 'REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED'],
]);
