import type { Output } from './output.mjs';

export interface PythonTool {
  name: string;
  label: string;
  requirements: string;
}

export const PYTHON_TOOLS: Record<'moto' | 'templates' | 'migrations' | 'schemathesis', PythonTool>;

export function pythonTool(
  tool: PythonTool,
  out: Output,
): Promise<{ python: string; bin: string } | { missing: string }>;
