import { Link } from '@tanstack/react-router';

/** An ARN that leads to its resource. */
export const ResourceLink = ({ arn }: { arn: string }) => (
  <Link to="/resource" search={{ arn }} className="arn">
    {arn}
  </Link>
);
