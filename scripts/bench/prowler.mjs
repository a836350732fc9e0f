import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatorEnv } from '../lib/emulator.mjs';

/** Prowler (github.com/prowler-cloud/prowler), where it is on the PATH. */

const SAMPLE_MS = 100;

/** @returns {string | undefined} its version; undefined where there is none */
export function prowlerVersion() {
  const { stdout, status } = spawnSync('prowler', ['--version'], { encoding: 'utf8' });
  return status === 0 ? /Prowler (\d+\.\d+\.\d+)/i.exec(stdout)?.[1] : undefined;
}

/**
 * Runs checks against an emulator.
 * @param {string} endpoint
 * @param {string[]} checks
 * @returns {Promise<{ seconds: number, peakRssMb: number | null, verdicts: { check: string, verdict: 'pass' | 'fail' | 'manual',
 *   resource: string, region: string, status: string }[] }>} resource: the ARN, or what Prowler shows in its place
 */
export async function runProwler(endpoint, checks) {
  const folder = mkdtempSync(join(tmpdir(), 'shepherd-prowler-'));
  const output = ['-M', 'json-ocsf', '-o', folder, '-F', 'verdicts', '--ignore-exit-code-3', '--no-banner'];
  const began = performance.now();
  try {
    const child = spawn('prowler', ['aws', '--checks', ...checks, ...output], {
      env: { ...process.env, ...emulatorEnv(endpoint), AWS_DEFAULT_REGION: 'us-east-1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    child.stderr.on('data', (chunk) => (log = (log + chunk).slice(-2000)));
    let peak = 0;
    const sampling = setInterval(() => (peak = Math.max(peak, peakRss(child.pid))), SAMPLE_MS);
    const code = await new Promise((done, failed) => child.once('error', failed).once('close', done));
    clearInterval(sampling);
    if (code !== 0) throw new Error(`Prowler ended with ${code}: ${log}`);
    const seconds = (performance.now() - began) / 1000;
    const found = JSON.parse(readFileSync(join(folder, 'verdicts.ocsf.json'), 'utf8'));
    return {
      seconds,
      peakRssMb: peak === 0 ? null : Math.round(peak / 1024),
      verdicts: found.map(toVerdict),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const toVerdict = (one) => ({
  check: one.metadata.event_code,
  verdict: one.status_code.toLowerCase(),
  resource: one.resources[0].uid,
  region: one.cloud.region,
  status: one.status_detail ?? '',
});

/** In kilobytes; 0 where it cannot be told. */
function peakRss(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
