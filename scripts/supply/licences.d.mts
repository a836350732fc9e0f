export interface Package {
  path: string;
  name: string;
  version: string;
  licence: string | undefined;
  place: 'image' | 'start' | 'tools';
}
export interface Policy {
  allowed: string[];
  allowedFor: { licence: string; packages: string; why: string; shipped?: boolean }[];
  said: Record<string, string>;
}
export interface Lock {
  packages: Record<string, { version?: string; license?: string; hasInstallScript?: boolean }>;
}
export function readLock(): Lock;
export function readPolicy(): Policy;
export function packagesOf(lock: Lock, policy: Policy): Package[];
export function problemsOf(packages: readonly Package[], policy: Policy): string[];
export function staleOf(packages: readonly Package[], policy: Policy): string[];
export function listOf(packages: readonly Package[], policy: Policy): string;
