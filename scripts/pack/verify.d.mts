export function verifyPack(
  path: string,
  key?: string,
): Promise<{ problems: string[]; checked: { keyId?: string; files: number; auditLogEntries: number } }>;
