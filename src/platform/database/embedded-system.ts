import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';

export interface UnixUser {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root: the user `postgres`, else `nobody`, when we are root. */
export function unprivilegedUser(): UnixUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const fields = users.find((user) => user[0] === name);
    if (fields !== undefined) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error('The embedded PostgreSQL cannot run as root, and there is no user postgres or nobody.');
}

/** How PostgreSQL is started: `owner` is whose its files must be, `prefix` the program that changes the user. */
export interface Launch {
  options: Partial<UnixUser>;
  prefix: readonly string[];
  owner: UnixUser | undefined;
}

/**
 * As root, PostgreSQL runs as another user. Where a folder above `paths` is closed to that user (a clone under a
 * folder of mode 700, as mktemp makes it), it runs in a user namespace instead: there it has that user's number, as it
 * insists, while outside it stays root, who may pass. (Capabilities do not help: access(2) goes by the real user.)
 */
export function launchFor(user: UnixUser | undefined, paths: readonly string[]): Launch {
  if (user === undefined) return { options: {}, prefix: [], owner: undefined };
  if (paths.every((path) => canReach(path, user))) return { options: user, prefix: [], owner: user };
  const namespace = ['--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`, '--'];
  return { options: {}, prefix: ['unshare', ...namespace], owner: { uid: 0, gid: 0 } };
}

/** Gives a folder and all in it to a user, unless it is theirs already. */
export async function give(folder: string, owner: UnixUser | undefined): Promise<void> {
  if (owner === undefined || statSync(folder).uid === owner.uid) return;
  await run('chown', ['-R', `${owner.uid}:${owner.gid}`, folder], { options: {}, prefix: [], owner });
}

/** Whether `user` may enter every folder above `path`. */
function canReach(path: string, user: UnixUser): boolean {
  const folder = dirname(path);
  const { mode, uid, gid } = statSync(folder);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0 && (folder === dirname(folder) || canReach(folder, user));
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Runs a program to its end. @throws Error with what it wrote to stderr */
export function run(program: string, args: readonly string[], launch: Launch): Promise<string> {
  const [command = program, ...rest] = [...launch.prefix, program, ...args];
  return new Promise((done, reject) => {
    execFile(command, rest, { ...launch.options, cwd: '/' }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.trim() || error.message, { cause: error }));
      else done(stdout);
    });
  });
}
