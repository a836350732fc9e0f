import { type Control } from './control.js';
import { type Framework, frameworks as ofProduct } from './frameworks/index.js';
import { type Scope, type ScanType } from './scope.js';

type Asks = (control: Pick<Control, 'id' | 'class'>) => boolean;

/** Which controls a scan asks; undefined: all of them. `known`: the frameworks that the tenant has. */
export function asksOf(
  scanType: ScanType,
  { controls = null, frameworks = null, reads }: Scope,
  known: readonly Framework[] = ofProduct,
): Asks | undefined {
  if (reads?.kind === 'vulnerabilities') return () => false;
  const rules: Asks[] = [];
  if (scanType === 'cost') rules.push((control) => control.class === 'waste');
  if (scanType === 'security') rules.push((control) => control.class === 'security');
  if (scanType === 'compliance' && frameworks === null) {
    const named = controlsOfAll(known);
    rules.push((control) => named.has(control.id));
  }
  if (controls !== null) rules.push((control) => controls.includes(control.id));
  if (frameworks !== null) {
    const named = controlsOfAll(known.filter(({ id }) => frameworks.includes(id)));
    rules.push((control) => named.has(control.id));
  }
  return rules.length === 0 ? undefined : (control) => rules.every((asks) => asks(control));
}

const controlsOfAll = (frameworks: readonly Framework[]): Set<string> =>
  new Set(frameworks.flatMap(({ requirements }) => requirements.flatMap((one) => one.controls)));
