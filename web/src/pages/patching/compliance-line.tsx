import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Copy } from '../../ui/copy.js';
import { severities } from '../../ui/severity.js';
import { Time } from '../../ui/time.js';
import { StatusBadge } from './status.js';

type Instance = Schemas['PatchCompliance'];

/** One instance: how it stands, what it lacks, and what can be done about that. */
export function ComplianceLine({ instance }: { instance: Instance }) {
  const mayPlan = useMay('operator');
  const { instanceId, resourceArn, name, accountId, region, platform, pingStatus, status } = instance;
  const known = severities.filter((one) => (instance.missingBySeverity[one] ?? 0) > 0);
  return (
    <li data-instance={instanceId}>
      <span className="what">
        <span>
          <Link to="/resource" search={{ arn: resourceArn }}>
            {name}
          </Link>{' '}
          <Copy text={resourceArn} what={`ARN of ${instanceId}`} />
        </span>
        <small className="soft">
          {name !== instanceId && `${instanceId} `}
          {platform ?? 'platform not known'}, agent {pingStatus ?? 'not known'}
        </small>
        <small className="soft">
          {accountId} {region}
        </small>
      </span>
      <span>
        <StatusBadge of={status} />
        <small className="line soft">
          {instance.lastScanAt === null ? (
            (instance.reason ?? 'time of its scan unknown')
          ) : (
            <>
              scanned <Time at={instance.lastScanAt} short />
            </>
          )}
          , inventory of <Time at={instance.lastSeenAt} short />
        </small>
      </span>
      <span>
        {status !== 'unknown' && <Figures of={instance} />}
        {known.map((severity) => (
          <span key={severity} className={`badge ${severity}`}>
            {instance.missingBySeverity[severity]} {severity}
          </span>
        ))}
      </span>
      <span className="actions">
        <Link
          to="/patching/vulnerabilities"
          search={{ instanceId, status: 'open' }}
          aria-label={`Vulnerabilities of ${name}`}
        >
          Vulnerabilities
        </Link>
        {mayPlan && known.length > 0 && (
          <Link
            to="/patching/installations/new"
            search={{ accountId, region, instanceId }}
            aria-label={`Plan an installation on ${name}`}
          >
            Plan …
          </Link>
        )}
      </span>
    </li>
  );
}

const Figures = ({ of: { installed, missing, failed, pendingReboot } }: { of: Instance }) => (
  <span className="line">
    <b>{missing ?? '–'}</b> missing{' '}
    <span className="soft">
      {failed !== null && failed > 0 && `${failed} failed, `}
      {pendingReboot !== null && pendingReboot > 0 && `${pendingReboot} pending reboot, `}
      {installed ?? '–'} installed
    </span>
  </span>
);
