import { freePort, guarded, ready } from './processes.mjs';
import { PYTHON_TOOLS, pythonTool } from './python-tools.mjs';

/** The AWS emulator (moto) in a Python environment of its own under DATA_DIR; demo, tests and benchmark share it. */

const QUICK = { MOTO_EC2_LOAD_DEFAULT_AMIS: 'false', MOTO_IAM_LOAD_MANAGED_POLICIES: 'false' };

/** Where the emulator is, and credentials that it takes: they speak for account 123456789012. */
export const emulatorEnv = (endpoint) => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});

/**
 * The Python that has the emulator; made at first use, and made anew when its requirements change.
 * @param {import('./output.mjs').Output} out
 * @returns {Promise<{ python: string } | { missing: string }>} missing: why there is none, in a few words
 */
export const emulatorPython = (out) => pythonTool(PYTHON_TOOLS.moto, out);

/**
 * Starts the emulator on a free port of this machine; it ends when we do, however that happens.
 * @returns {Promise<{ url: string, ready: Promise<void>, stop(): Promise<void> }>}
 *   ready: when it answers; rejects with what it said when it does not start
 */
export async function startEmulator(python) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const command = [python, '-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)];
  const server = await guarded('The AWS emulator', command, { ...process.env, ...QUICK });
  const answers = async () => (await fetch(`${url}/moto-api/data.json`)).ok;
  return { url, ready: ready('The AWS emulator', server, answers), stop: () => server.stop() };
}
