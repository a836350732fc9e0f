export function basesIn(text: string): { tag: string; digest: string | undefined }[];
export function pinned(text: string, digest: string | undefined): string;
