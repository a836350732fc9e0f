import { Link } from '@tanstack/react-router';
import { Empty } from '../ui/states.js';

export const NotThere = () => (
  <Empty title="There is no such page">
    <p>
      <Link to="/">Go to the overview</Link>
    </p>
  </Empty>
);
