import { Link } from '@tanstack/react-router';

/** An ARN that leads to its resource. @param apart in a tab of its own: beside a form, which would lose what was typed */
export const ResourceLink = ({ arn, apart = false }: { arn: string; apart?: boolean }) => (
  <Link to="/resource" search={{ arn }} className="arn" {...(apart ? { target: '_blank' } : {})}>
    {arn}
  </Link>
);
