export const TEMPLATES: string;
export function readTemplate(
  folder: string,
  file: string,
): { file: string; body: string; resources: { id: string; type: string }[]; outputs: string[] };
