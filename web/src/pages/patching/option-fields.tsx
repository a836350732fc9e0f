import { reboots, snapshots } from './options.js';
import { WindowFields } from './window-fields.js';

const NUMBERS = [
  ['batchPercent', 'Share of a batch, per cent of all instances', '25'],
  ['batchSize', 'Or instances in a batch', ''],
  ['maxConcurrent', 'Instances of a batch at a time', '10'],
  ['maxFailedBatches', 'Batches that may fail before no other begins', '0'],
  ['settleSeconds', 'Seconds before health is looked at', '60'],
  ['keepSnapshotsDays', 'Days that snapshots are kept', '7'],
] as const;

const SNAPSHOTS = {
  ebs: 'snapshots of the volumes',
  ami: 'an image',
  none: 'none: no way back',
} as const satisfies Record<(typeof snapshots)[number], string>;
const REBOOTS = {
  RebootIfNeeded: 'reboot where a patch needs it',
  NoReboot: 'do not reboot',
} as const satisfies Record<(typeof reboots)[number], string>;

/** What the batches go by. Ranges are the API's: it says which field is wrong. */
export const OptionFields = () => (
  <section className="card stack">
    <h2>How it is installed</h2>
    <div className="inline">
      {NUMBERS.map(([name, label, usual]) => (
        <label key={name}>
          {label}
          <input type="number" step="any" name={name} placeholder={usual} />
        </label>
      ))}
    </div>
    <div className="inline">
      <label>
        Snapshot before
        <select name="snapshot">
          {snapshots.map((one) => (
            <option key={one} value={one}>
              {SNAPSHOTS[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        Reboots
        <select name="rebootOption">
          {reboots.map((one) => (
            <option key={one} value={one}>
              {REBOOTS[one]}
            </option>
          ))}
        </select>
      </label>
    </div>
    <label className="check">
      <input type="checkbox" name="rollback" defaultChecked /> A batch that does not come up well is rolled
      back
    </label>
    <label>
      Asked of each instance afterwards, by itself (any 2xx is well)
      <input name="httpUrl" maxLength={500} placeholder="http://{privateIp}:8080/health" />
    </label>
    <label>
      Run on each instance afterwards (exit code 0 is well)
      <textarea name="ssmCommand" rows={2} maxLength={4000} className="code" spellCheck={false} />
    </label>
    <WindowFields />
  </section>
);
