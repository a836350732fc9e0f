import type { Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Time } from '../../ui/time.js';
import { RemoveReport } from './remove-report.js';

type File = Schemas['Report']['files'][number];

/** One report: what it is about, and its files. */
export function ReportLine({ report }: { report: Schemas['Report'] }) {
  const { reportId, kind, status, title, subject, createdBy, createdAt, expiresAt, files } = report;
  const isAdmin = useMay('admin');
  // a pack holds the audit log, and is for who may read that
  const mayRead = kind !== 'audit-pack' || isAdmin;
  const page = files.find(({ format }) => format === 'html');
  return (
    <li data-report={reportId}>
      <span className="what">
        {page && mayRead && status === 'ready' ? (
          <a href={page.url} target="_blank" rel="noreferrer">
            {title}
          </a>
        ) : (
          <span>{title}</span>
        )}
        <small className="soft">
          {subject}, asked for by {createdBy}
        </small>
      </span>
      <span>
        <span className="soft">{kind}</span>{' '}
        {status === 'writing' && <span className="badge writing">writing</span>}
      </span>
      <span className="soft">
        <Time at={createdAt} short />, kept until <Time at={expiresAt} day />
      </span>
      <span className="actions">
        {!mayRead && <small className="soft">for admins</small>}
        {mayRead &&
          status === 'ready' &&
          files.map((file) => <FileLink key={file.format} file={file} of={title} />)}
        {isAdmin && <RemoveReport report={report} />}
      </span>
    </li>
  );
}

/** The session's cookie goes with a link; where files lie in S3 the answer leads there. */
function FileLink({ file: { format, url, bytes, sha256 }, of }: { file: File; of: string }) {
  const isPage = format === 'html';
  return (
    <a
      className="button"
      href={url}
      {...(isPage ? { target: '_blank', rel: 'noreferrer' } : { download: '' })}
      {...(sha256 === null ? {} : { title: `SHA-256 ${sha256}` })}
    >
      {isPage ? 'Open' : format.toUpperCase()}
      <span className="hidden"> {of}</span> {bytes === null ? null : <small>{sizeOf(bytes)}</small>}
    </a>
  );
}

const KB = 1024;
const sizeOf = (bytes: number): string =>
  bytes < KB
    ? `${bytes} B`
    : bytes < KB * KB
      ? `${(bytes / KB).toFixed(0)} kB`
      : `${(bytes / KB / KB).toFixed(1)} MB`;
