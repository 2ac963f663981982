import { describe } from 'vitest';
import { embeddedDatabase } from '../support/test-database.ts';
import { fireSuite } from './suite.ts';

describe('several processes on the embedded Postgres', () => {
  fireSuite(embeddedDatabase);
});
