import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../api/session.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Copy } from '../../ui/copy.js';
import { Empty, Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { scanStatus } from './queries.js';
import { SettingsForm } from './settings-form.js';
import { SettingsSwitch } from './settings-switch.js';

/** How often the tenant's scan runs and who is told: the few settings of the one schedule that every tenant has. */
export function ScheduleSettings() {
  const mayChange = useMay('operator');
  return (
    <>
      <p>
        <Link to="/schedules">← Schedules</Link>
      </p>
      <header className="page-head">
        <h1>Schedule Settings</h1>
        <AsCurl path="/api/schedule/status" />
      </header>
      <Shown of={useQuery(scanStatus)} lines={8}>
        {(now) => (
          <div className="pair">
            <section className="card">
              <h2>The scan</h2>
              <p>
                It is <b>{now.enabled ? 'on' : 'off'}</b>, {often(now)}.{now.running && ' It is running.'}
              </p>
              <dl className="facts">
                <dt>Next</dt>
                <dd>{now.next_run === null ? <NoNext isOn={now.enabled} /> : <Time at={now.next_run} />}</dd>
                <dt>Last</dt>
                <dd>
                  <Time at={now.last_run} /> {now.last_status}
                </dd>
                <dt>Told by</dt>
                <dd>{now.channels.join(', ') || 'nothing'}</dd>
              </dl>
              {mayChange && <SettingsSwitch isOn={now.enabled} isRunning={now.running} />}
              <h3>Last runs</h3>
              {now.history.length === 0 ? (
                <Empty title="It has not run yet">
                  <p>It runs at its next time, or when it is started here.</p>
                </Empty>
              ) : (
                <ul className="rows">
                  {now.history.map(({ run_id, planned_at, status, scan_id, error }) => (
                    <li key={run_id}>
                      <Time at={planned_at} /> <span className="chip">{status}</span>
                      {scan_id !== null && (
                        <span className="soft">
                          <code>{scan_id}</code> <Copy text={scan_id} what="id of the scan" />
                        </span>
                      )}
                      {error !== null && <span className="problem">{error}</span>}
                    </li>
                  ))}
                </ul>
              )}
            </section>
            {mayChange && <SettingsForm now={now} />}
          </div>
        )}
      </Shown>
    </>
  );
}

/** What is on has a next time, unless its schedule was paused: these settings know no pause. */
const NoNext = ({ isOn }: { isOn: boolean }) => (
  <span className="soft">
    {isOn ? (
      <>
        none: it is paused, or over. <Link to="/schedules">See the schedules</Link>
      </>
    ) : (
      'none: it is off'
    )}
  </span>
);

const often = ({
  frequency,
  custom_interval,
}: {
  frequency: string;
  custom_interval: number | null;
}): string =>
  frequency === 'custom'
    ? custom_interval === null
      ? 'at times of its own'
      : `every ${custom_interval} minutes`
    : frequency;
