import { useRef } from 'react';
import { keyOf, type Patch } from './missing.js';

function byInstance(patches: readonly Patch[]): Map<string, Patch[]> {
  const instances = new Map<string, Patch[]>();
  for (const patch of patches) {
    const name = [patch.instanceId, patch.accountId, patch.region].join(' ');
    instances.set(name, [...(instances.get(name) ?? []), patch]);
  }
  return instances;
}

/** The patches of each instance, to be ticked. @param changed what is ticked is other than it was */
export function PatchChoice({ patches, changed }: { patches: readonly Patch[]; changed: () => void }) {
  const place = useRef<HTMLElement>(null);
  const instances = byInstance(patches);
  const tick = (isTicked: boolean) => {
    for (const box of place.current?.querySelectorAll('input') ?? []) box.checked = isTicked;
    changed();
  };
  return (
    <section className="card" ref={place}>
      <header className="page-head">
        <h2>
          Patches: <b data-count="patches">{patches.length}</b> on{' '}
          <b data-count="instances">{instances.size}</b> {instances.size === 1 ? 'instance' : 'instances'}
        </h2>
        <span className="actions">
          <button type="button" className="button" onClick={() => tick(true)}>
            All
          </button>
          <button type="button" className="button" onClick={() => tick(false)}>
            None
          </button>
        </span>
      </header>
      <p className="soft">
        Which patches come is decided by the patch baseline of each instance: these are the ones by which its
        success is judged.
      </p>
      {[...instances].map(([instance, those]) => (
        <fieldset key={instance}>
          <legend>{instance}</legend>
          {those.map((patch) => (
            <label key={keyOf(patch)} className="tick">
              <input type="checkbox" name="patch" value={keyOf(patch)} defaultChecked />
              <span>
                {patch.patchId}{' '}
                <span className="soft">{[patch.severity, ...(patch.cveIds ?? [])].join(', ')}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ))}
    </section>
  );
}
