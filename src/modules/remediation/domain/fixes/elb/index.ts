export { elbFixes } from './attributes.js';
