export { sandboxKind, type SandboxKind } from './kind.js';
export { CutOff, sandboxLimits, type Limit } from './limits.js';
export { Sandbox } from './sandbox.js';
export { SandboxModule } from './sandbox.module.js';
export type { SandboxClock, SandboxWork } from './work.js';
