import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoAccounts, demoSettings } from '../demo/estate.mjs';
import { tour } from '../tour.mjs';
import { findAccount, forgetAws } from './aws-account.mjs';
import { emulatorEnv, emulatorPython, startEmulator } from './emulator.mjs';
import { output } from './output.mjs';
import { endRunning, lastLines, run } from './processes.mjs';
import { build, buildPage, dataDir, install, ROOT, shown } from './project.mjs';

const DEMO_NOTE =
  'These are demo accounts of an emulator, which dates everything today: their age\n' +
  'limits are 0 days, so that what looks forgotten is found. For your own account:\n' +
  'give AWS credentials (AWS_PROFILE=…) and another DATA_DIR. Nothing in it is changed until guardrails allow it.';

const out = output(process.stdout);
/** What is to be closed, in the order of opening; closed from the last to the first. */
const opened = [];
let stopping = false;

/** npm start: brings everything up, shows what was found, and stays until it is told to stop. */
export async function firstStart({ demo }) {
  process.on('SIGINT', stop).on('SIGTERM', stop);
  process.env.LOG_LEVEL ||= 'WARN'; // the lines below are for people; LOG_LEVEL=INFO brings the log back
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ||= 'true';
  // so that messages have links; another place than this machine needs another address
  if (process.env.PORT !== '0') process.env.PUBLIC_URL ||= `http://localhost:${process.env.PORT || 8084}`;
  try {
    await install(out);
    await build(out);
    await buildPage(out);
    const account = await chooseAccount(demo);
    if (!stopping) await serve(account);
  } catch (error) {
    if (stopping) return;
    out.fail(error.message);
    if (error.code === 'EADDRINUSE') out.line(`    Another port: PORT=${(error.port ?? 8084) + 1} npm start`);
    await closeAll();
    process.exit(1);
  }
}

async function serve({ accounts, settings, notes }) {
  const step = out.progress('Starting the service');
  const { start } = await import('../../dist/start.js');
  const starting = start();
  opened.push(async () => (await starting.catch(() => undefined))?.close());
  let service;
  try {
    service = await starting;
  } catch (error) {
    step.fail('The service could not start');
    throw error;
  }
  step.done(`Service started at ${service.url}`);
  if (service.bootstrapKey === '') return; // ROLE=worker: there is no API to show
  await tour({
    url: service.url,
    key: service.bootstrapKey,
    keyFile: process.env.SHEPHERD_API_KEY ? undefined : shown(join(dataDir(), 'bootstrap-key')),
    firstStart: service.firstStart,
    accounts,
    settings,
    notes,
    out,
  });
}

/** Whose resources are read. A data folder keeps to the demo or to real accounts: their findings never mix. */
async function chooseAccount(demo) {
  const used = usedFor();
  if (demo && used === 'aws') {
    throw new Error(
      `${shown(dataDir())} holds findings of real accounts. For the demo: DATA_DIR=.shepherd-demo npm start -- --demo`,
    );
  }
  if (demo) return demoAccount('--demo: AWS is left alone');
  const found = await findAccount();
  if ('failed' in found) {
    return nothing(`There are AWS credentials, but they do not work:\n    ${found.failed}`);
  }
  if ('none' in found) {
    return used === 'aws'
      ? nothing('There are no AWS credentials now')
      : demoAccount('No AWS credentials here');
  }
  if (used === 'demo') {
    const own = `DATA_DIR=.shepherd-${found.accountId} npm start`;
    const account = await demoAccount('This data folder is of the demo');
    account.notes.push(
      `AWS account ${found.accountId} is not read: this data folder is of the demo.\nTo read it: ${own}`,
    );
    return account;
  }
  const place = found.endpoint ? `at ${found.endpoint}` : `as ${found.arn}`;
  out.done(`Reads AWS account ${found.accountId} ${place}`);
  out.line('    Nothing there is changed until guardrails allow it.');
  use('aws');
  return { accounts: [{ accountId: found.accountId, name: 'Home account', regions: null }], notes: [] };
}

function nothing(reason) {
  out.warn(reason);
  return {
    accounts: [],
    notes: ['No account is read. To give one: AWS_PROFILE=… npm start (or AWS_ENDPOINT_URL)'],
  };
}

async function demoAccount(reason) {
  out.line(`  ${out.paint.dim('·')} ${reason}: taking the demo accounts`);
  forgetAws();
  const made = await emulatorPython(out);
  if ('missing' in made) return nothing(`There are no demo accounts: ${made.missing}`);
  const step = out.progress('Starting the AWS emulator with the demo accounts');
  try {
    const emulator = await startEmulator(made.python);
    opened.push(() => emulator.stop());
    Object.assign(process.env, emulatorEnv(emulator.url));
    await Promise.all([emulator.ready, fill(emulator.url), preload()]);
  } catch (error) {
    step.fail('The demo accounts could not be made');
    void endRunning();
    throw error;
  }
  step.done('Demo accounts ready');
  use('demo');
  return { accounts: demoAccounts, settings: demoSettings, notes: [DEMO_NOTE] };
}

/** The service's code is loaded while the emulator starts. */
async function preload() {
  if (existsSync(join(ROOT, 'dist/service.js'))) await import('../../dist/service.js');
}

/** In a process of its own: the AWS clients for it have no place in the service's memory. */
async function fill(endpoint) {
  const { code, log } = await run(process.execPath, [join(ROOT, 'scripts/demo/seed.mjs'), endpoint]);
  if (code !== 0) throw new Error(lastLines(log, 10));
}

const useFile = () => join(dataDir(), 'used-for');
const usedFor = () => (existsSync(useFile()) ? readFileSync(useFile(), 'utf8').trim() : undefined);

function use(kind) {
  mkdirSync(dataDir(), { recursive: true });
  writeFileSync(useFile(), `${kind}\n`);
}

/** Ends all: the service first, which brings its work to a halt and stops its database, then the emulator. */
async function stop() {
  if (stopping) process.exit(130); // the second time: at once; the watchdogs end what is left
  stopping = true;
  out.settle();
  out.line('\n  Stopping …');
  await endRunning();
  await closeAll();
  out.line('  Stopped.');
  process.exit(process.exitCode ?? 0);
}

async function closeAll() {
  for (const close of opened.splice(0).reverse()) {
    try {
      await close();
    } catch (error) {
      out.warn(error.message);
      process.exitCode = 1;
    }
  }
}
