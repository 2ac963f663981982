export { type OpenedPglite, type OpenPgliteOptions, openPglite } from './open-pglite.ts';
