import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readConfig } from '../../platform/config/index.js';
import { BootstrapKey } from './bootstrap-key.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bootstrap-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const dataDir = () => join(folder, 'data');
const keyWith = (env: Record<string, string> = {}) =>
  new BootstrapKey(readConfig({ DATA_DIR: dataDir(), ...env }));

it('is made once, and readable by its owner only', () => {
  const first = keyWith();
  expect(first.key).toMatch(/^shp_[\w-]{43}$/);
  expect(first.created).toBe(true);
  expect(statSync(first.file).mode & 0o777).toBe(0o600);
  expect(statSync(dataDir()).mode & 0o777).toBe(0o700);
  expect(readFileSync(first.file, 'utf8')).toBe(`${first.key}\n`);
  expect(readdirSync(dataDir())).toEqual(['bootstrap-key']);
});

it('stays the same from start to start', () => {
  const { key } = keyWith();
  const later = keyWith();
  expect([later.key, later.created]).toEqual([key, false]);
});

it('is SHEPHERD_API_KEY where that is set, and then nothing is kept', () => {
  const given = 'given-by-the-operator-0123456789abcdef';
  const { key, created } = keyWith({ SHEPHERD_API_KEY: given });
  expect([key, created]).toEqual([given, false]);
  expect(existsSync(dataDir())).toBe(false);
});

it('is not looked for before somebody asks, as a worker never does', () => {
  keyWith();
  expect(existsSync(dataDir())).toBe(false);
});

it('is not replaced when its file is damaged', () => {
  const { file } = keyWith();
  expect(keyWith().created).toBe(true);
  writeFileSync(file, 'short');
  expect(() => keyWith().key).toThrow(/holds no key/);
  expect(readFileSync(file, 'utf8')).toBe('short');
});
