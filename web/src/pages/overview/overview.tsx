import { Decisions } from './decisions.js';
import { Events } from './events.js';
import { OpenFindings } from './open-findings.js';
import { Runs } from './runs.js';
import { Scans } from './scans.js';
import { Scores } from './scores.js';

/** What one asks first: how bad is it, what is new, what waits for me. */
export const Overview = () => (
  <>
    <h1>Overview</h1>
    <div className="tiles">
      <OpenFindings />
      <Decisions />
      <Scans />
      <Scores />
      <Runs />
      <Events />
    </div>
  </>
);
