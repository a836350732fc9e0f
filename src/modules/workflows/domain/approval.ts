/** What becomes of a question to people. `cancelled`: its workflow went on or ended without an answer. */
export const approvalStatuses = ['pending', 'approved', 'rejected', 'cancelled'] as const;
export type ApprovalStatus = (typeof approvalStatuses)[number];

export const decisions = ['approved', 'rejected'] as const;
export type Decision = (typeof decisions)[number];

/** What is taken when nobody has decided in time. */
export const defaultDecisions = ['reject', 'approve'] as const;
export type DefaultDecision = (typeof defaultDecisions)[number];

/** A question as far as rules look at it. */
export interface Question {
  status: ApprovalStatus;
  /** 1: approvers and admins decide; 2: admins. */
  level: number;
  /** How many different people must approve. */
  quorum: number;
  defaultDecision: DefaultDecision;
  /** The owner of the key that started the execution; of a schedule's, who last saved the schedule. */
  requestedBy: string;
  /** Whom the definition names as the requester. */
  claimedBy: string | null;
  expiresAt: Date;
  decidedAt: Date | null;
}

/** What one person has said. */
export interface Vote {
  decision: Decision;
  decidedBy: string;
  comment: string | null;
}

/** Who wants to decide: the owner of a key, and its role. */
export interface Decider {
  owner: string;
  role: string;
}

/** What the definition goes on with: a rejection is an answer, not an error. */
export interface ApprovalOutcome {
  decision: Decision;
  approvalId: string;
  /** Those who have decided so; nobody where it has expired. */
  decidedBy: string[];
  comments: string[];
  /** Nobody decided in time: it is the default. */
  expired: boolean;
}

/** Roles that decide, by level. The platform key may do whatever an admin may. */
const DECIDERS: Record<number, readonly string[]> = {
  1: ['approver', 'admin', 'platform'],
  2: ['admin', 'platform'],
};

/** Keys are saved with one spelling of an email; what a definition claims is not. */
const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/**
 * Why somebody may not decide a question, whatever its status; undefined: they may. The requester never may. Whom the
 * definition merely claims to be the requester may not approve, but may reject: a claim comes from the input of the
 * workflow, and must not keep somebody from saying no.
 */
export function refusalFor(
  question: Pick<Question, 'level' | 'requestedBy' | 'claimedBy'>,
  { owner, role }: Decider,
  decision: Decision,
): string | undefined {
  const { level, requestedBy, claimedBy } = question;
  if (DECIDERS[level]?.includes(role) !== true) {
    return level === 1 ? 'Approvers and admins decide this' : 'Admins decide this: it is of level 2';
  }
  if (isSame(owner, requestedBy)) return `It was requested by ${requestedBy}: somebody else must decide`;
  if (claimedBy !== null && isSame(owner, claimedBy) && decision === 'approved') {
    return `It was requested for ${claimedBy}: somebody else must approve`;
  }
  return undefined;
}

export const hasVoted = (votes: readonly Vote[], owner: string): boolean =>
  votes.some(({ decidedBy }) => isSame(decidedBy, owner));

/** What the votes decide: one rejection rejects, `quorum` different people approve; undefined: nothing yet. */
export function decisionOf(
  { quorum }: Pick<Question, 'quorum'>,
  votes: readonly Vote[],
): Decision | undefined {
  if (votes.some(({ decision }) => decision === 'rejected')) return 'rejected';
  const approvers = new Set(votes.map(({ decidedBy }) => decidedBy.toLowerCase()));
  return approvers.size >= quorum ? 'approved' : undefined;
}

export const isOverdue = (
  { status, expiresAt }: Pick<Question, 'status' | 'expiresAt'>,
  now: Date,
): boolean => status === 'pending' && expiresAt <= now;

export const defaultOf = ({ defaultDecision }: Pick<Question, 'defaultDecision'>): Decision =>
  defaultDecision === 'approve' ? 'approved' : 'rejected';

/** Whether it was closed by its default and not by people. */
export function hasExpired(question: Pick<Question, 'status' | 'quorum'>, votes: readonly Vote[]): boolean {
  const { status } = question;
  return (status === 'approved' || status === 'rejected') && decisionOf(question, votes) !== status;
}

export function outcomeOf(approvalId: string, decision: Decision, votes: readonly Vote[]): ApprovalOutcome {
  const deciding = votes.filter((vote) => vote.decision === decision);
  return {
    ...{ decision, approvalId, expired: false },
    decidedBy: deciding.map(({ decidedBy }) => decidedBy),
    comments: deciding.flatMap(({ comment }) => (comment === null ? [] : [comment])),
  };
}

export const expiredOutcome = (
  approvalId: string,
  question: Pick<Question, 'defaultDecision'>,
): ApprovalOutcome => ({
  ...{ decision: defaultOf(question), approvalId, expired: true },
  ...{ decidedBy: [], comments: [] },
});

/** How a question that is not pending any more was closed, in a sentence. */
export function howDecided(question: Question, votes: readonly Vote[]): string {
  const { status, expiresAt, decidedAt } = question;
  if (status === 'pending') return 'It is not decided yet';
  if (status === 'cancelled') return 'It was cancelled: its workflow does not wait for it any more';
  if (hasExpired(question, votes)) {
    return `It was ${status} by default: nobody had decided when it expired at ${expiresAt.toISOString()}`;
  }
  const by = votes.filter(({ decision }) => decision === status).map(({ decidedBy }) => decidedBy);
  return `It was ${status} by ${by.join(', ')} at ${(decidedAt ?? expiresAt).toISOString()}`;
}
