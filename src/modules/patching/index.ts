export { PatchingModule } from './patching.module.js';
