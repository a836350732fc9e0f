import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { eventually } from '../support/app.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** `node dist/main.js` as its own process. */
export interface ServiceProcess {
  pid: number;
  /** All that it has written so far. */
  output(): string;
  /** Where it listens, from its log. @throws Error with its output when it ends before */
  url(): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  exit: Promise<Exit>;
}

/** With nothing of this process's environment but what any program has. */
export function startService(dataDir: string, env: Record<string, string> = {}): ServiceProcess {
  const { PATH = '', HOME = '' } = process.env;
  const aws = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_EC2_METADATA_DISABLED: 'true' };
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...{ PATH, HOME, ...aws, PORT: '0', DATA_DIR: dataDir },
      ...{ RATE_LIMIT_PER_ADDRESS: '10000', KEY_FAILURE_LIMIT: '1000000', ...env },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  let ended: Exit | undefined;
  const exit = new Promise<Exit>((done) =>
    child.once('close', (code, signal) => done((ended = { code, signal }))),
  );
  return {
    pid: child.pid ?? 0,
    output: () => output,
    url: () =>
      eventually(async () => {
        if (ended !== undefined)
          throw new Error(`the service ended with ${ended.code ?? ended.signal}:\n${output}`);
        return logged(output).find(({ message }) => message === 'The service is ready')?.context?.url;
      }, 30_000),
    kill: (signal) => child.kill(signal),
    exit,
  };
}

interface LogLine {
  level: string;
  message: string;
  context?: { url?: string };
}

/** The lines of a log that are JSON. */
export const logged = (output: string): LogLine[] =>
  output
    .split('\n')
    .flatMap((line) => (line.startsWith('{') && line.endsWith('}') ? (JSON.parse(line) as LogLine) : []));

export const keyOf = (dataDir: string): string => readFileSync(join(dataDir, 'bootstrap-key'), 'utf8').trim();

/** PostgreSQL processes that serve a data directory; only Linux has /proc. */
export const serversOf = (dataDir: string): string[] =>
  readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && commandOf(name).includes(`-D\0${join(dataDir, 'postgres')}`),
  );

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it has ended since it was listed
  }
}

/** Asks the embedded PostgreSQL of a running service, past its policies. */
export async function queryIn<T>(dataDir: string, sql: string): Promise<T[]> {
  const [, , , port] = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  const password = readFileSync(join(dataDir, 'postgres.password'), 'utf8');
  const client = new pg.Client({
    connectionString: `postgresql://shepherd:${password}@127.0.0.1:${port ?? ''}/postgres`,
  });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}
