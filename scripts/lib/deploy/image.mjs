import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, run } from '../processes.mjs';
import { ROOT } from '../project.mjs';
import { Refused } from './options.mjs';

/** The image of the service in ECR: built once for the same sources, and named by its digest. */

export const REPOSITORY = 'compliance-shepherd';
const ENGINES = ['docker', 'podman', 'buildah'];
/** What the Dockerfile copies. */
const INPUTS = [
  'Dockerfile',
  '.dockerignore',
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'nest-cli.json', '.swcrc', 'prisma.config.ts'],
  ...['LICENSE', 'prisma', 'scripts', 'src'],
];
const NOT_COPIED = /^src\/platform\/database\/client\/|\.(spec|fixture)\.ts$|(^|\/)\.env/;

/**
 * @param {{ ecr: object, home: object, out: object, dryRun: boolean, architecture: string }} context
 * @returns {Promise<{ uri: string, made: boolean }>} made: it was not there (a dry run: would be built)
 */
export async function ensureImage({ ecr, home, out, dryRun, architecture }) {
  const tag = `${hashOfInputs().slice(0, 20)}-${architecture === 'ARM64' ? 'arm64' : 'amd64'}`;
  const repository = `${home.accountId}.dkr.ecr.${home.region}.${domainOf(home.partition)}/${REPOSITORY}`;
  const isNew = await ensureRepository(ecr, dryRun);
  const known = isNew ? undefined : await digestOf(ecr, tag);
  if (known !== undefined) {
    out.done(`image ${REPOSITORY}:${tag} is there`);
    return { uri: `${repository}@${known}`, made: false };
  }
  if (dryRun) {
    if (isNew) out.done(`would create the ECR repository ${REPOSITORY}`);
    out.done(`would build and push the image ${REPOSITORY}:${tag}`);
    return { uri: `${repository}:${tag}`, made: true };
  }
  if (isNew) out.done(`created the ECR repository ${REPOSITORY}`);
  const engine = await findEngine();
  await logIn(engine, ecr, repository);
  await buildAndPush(engine, `${repository}:${tag}`, architecture, out);
  const digest = await digestOf(ecr, tag);
  if (digest === undefined)
    throw new Error(`${engine} pushed ${repository}:${tag}, but ECR does not have it.`);
  return { uri: `${repository}@${digest}`, made: true };
}

/** What this machine builds without an emulator of another processor. */
export const ownArchitecture = () => (process.arch === 'arm64' ? 'ARM64' : 'X86_64');

/** Tags that cannot be moved: an image that runs is the one that was looked at. */
async function ensureRepository(ecr, dryRun) {
  const repositoryName = REPOSITORY;
  try {
    await ecr.describeRepositories({ repositoryNames: [repositoryName] });
    return false;
  } catch (error) {
    if (error.name !== 'RepositoryNotFoundException') throw error;
  }
  if (!dryRun) {
    await ecr.createRepository({
      repositoryName,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: { encryptionType: 'KMS' },
      tags: [{ Key: 'Application', Value: REPOSITORY }],
    });
  }
  return true;
}

async function digestOf(ecr, imageTag) {
  try {
    const { imageDetails } = await ecr.describeImages({
      repositoryName: REPOSITORY,
      imageIds: [{ imageTag }],
    });
    return imageDetails?.[0]?.imageDigest;
  } catch (error) {
    if (error.name === 'ImageNotFoundException') return undefined;
    throw error;
  }
}

/** One whose server answers, where it has one. */
async function findEngine() {
  for (const engine of ENGINES) {
    const { code } = await run(engine, [engine === 'buildah' ? 'version' : 'info']);
    if (code === 0) return engine;
  }
  throw new Refused(
    `No ${ENGINES.join(', ')} works here, and ECR has no image of these sources: build it elsewhere and give --image URI.`,
  );
}

async function logIn(engine, ecr, repository) {
  const { authorizationData } = await ecr.getAuthorizationToken({});
  const token = authorizationData?.[0]?.authorizationToken ?? '';
  const [user, password] = Buffer.from(token, 'base64').toString().split(':');
  const registry = repository.split('/')[0];
  const { code, log } = await withInput(
    engine,
    ['login', '--username', user, '--password-stdin', registry],
    password,
  );
  if (code !== 0) throw new Error(`${engine} could not log in at ${registry}: ${lastLines(log, 3)}`);
}

async function buildAndPush(engine, image, architecture, out) {
  const platform = architecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64';
  const steps = [
    ['Building the image', ['build', '--platform', platform, '--tag', image, ROOT]],
    ['Pushing the image', ['push', image]],
  ];
  for (const [label, args] of steps) {
    const step = out.progress(`${label} (${engine}, ${platform})`);
    const { code, log } = await run(engine, args, { onLine: (line) => step.update(line) });
    if (code !== 0) {
      step.fail();
      throw new Error(`${engine} ${args[0]} failed:\n${lastLines(log, 15)}`);
    }
    step.done(`${label} (${engine}, ${platform})`);
  }
}

/** A password must not show among the arguments of a process. */
function withInput(program, args, input) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk));
  child.stdin.on('error', () => undefined); // it may end before it has read it; its code says why
  child.stdin.end(input);
  return new Promise((done) => {
    child.once('error', (error) => done({ code: 127, log: error.message }));
    child.once('close', (code) => done({ code: code ?? 1, log }));
  });
}

const domainOf = (partition) => (partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com');

/** Over names and contents, as the image is made of nothing else. */
export function hashOfInputs() {
  const hash = createHash('sha256');
  for (const input of INPUTS)
    for (const file of filesOf(input))
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(join(ROOT, file)))
        .update('\0');
  return hash.digest('hex');
}

function filesOf(path) {
  if (NOT_COPIED.test(path)) return [];
  const found = statSync(join(ROOT, path));
  if (!found.isDirectory()) return [path];
  return readdirSync(join(ROOT, path))
    .sort()
    .flatMap((name) => filesOf(`${path}/${name}`));
}
