import { readFileSync, readdirSync } from 'node:fs';

/** What processes of this machine have used, read from /proc (Linux; elsewhere null). */

const TICKS_PER_SECOND = 100;
const isLinux = process.platform === 'linux';

/** CPU time of a process in milliseconds. */
export function cpuMs(pid) {
  const fields = isLinux ? statOf(pid) : undefined;
  return fields === undefined ? null : ms(fields[11], fields[12]);
}

/** Of a PostgreSQL: the postmaster and all its backends, those that have ended too. */
export function postgresCpuMs(backendPid) {
  if (!isLinux) return null;
  const postmaster = Number(statOf(backendPid)?.[1]);
  const own = statOf(postmaster);
  const running = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((fields) => fields !== undefined && Number(fields[1]) === postmaster);
  const alive = running.reduce((sum, fields) => sum + ms(fields[11], fields[12]), 0);
  return alive + ms(own[11], own[12], own[13], own[14]);
}

/** Memory in MB: what it has now, and the most that it had. */
export function memoryMb(pid) {
  if (!isLinux) return { rssMb: null, peakRssMb: null };
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  return { rssMb: of('VmRSS'), peakRssMb: of('VmHWM') };
}

/** Behind the name, which may hold anything: state, ppid, … as proc(5) lists them. */
function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  } catch {
    return undefined;
  }
}

const ms = (...ticks) => ticks.reduce((sum, one) => sum + Number(one), 0) * (1000 / TICKS_PER_SECOND);
