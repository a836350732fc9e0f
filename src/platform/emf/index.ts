export { EmfModule } from './emf.module.js';
export { EmfPrinter } from './emf-printer.js';
