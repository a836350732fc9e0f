import { controlsOf, type Framework } from './frameworks/framework.js';
import { scoreOf, type ControlTally } from './score.js';

/** What a framework gains where a control fails nowhere any more. */
export interface ScoreGain {
  /** Points of its score, with one decimal; 0 where the control decides no part of it. */
  points: number;
  /** Requirements that fail now and name the control, as the framework orders them. */
  requirementIds: string[];
}

/** By the formula of the score, with each fail of the control turned into a pass. `tallies`: each control once. */
export function gainOf(framework: Framework, tallies: readonly ControlTally[], controlId: string): ScoreGain {
  const named = new Set(controlsOf(framework));
  const now = tallies.filter((one) => named.has(one.controlId));
  const mended = now.map((one) =>
    one.controlId === controlId ? { ...one, pass: one.pass + one.fail, fail: 0 } : one,
  );
  const [before, after] = [scoreOf(now).score ?? 0, scoreOf(mended).score ?? 0];
  const isFailing = now.some((one) => one.controlId === controlId && one.fail > 0);
  return {
    points: Math.max(0, Math.round(10 * (after - before)) / 10),
    requirementIds: isFailing
      ? framework.requirements.filter(({ controls }) => controls.includes(controlId)).map(({ id }) => id)
      : [],
  };
}
