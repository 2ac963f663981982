import { describe, inject } from 'vitest';
import { fireSuite } from '../fire/suite.ts';
import { databaseAt } from '../support/test-database.ts';

describe('several processes on the machine’s own Postgres', () => {
  fireSuite(() => databaseAt(inject('postgresUrl'), 'statecart_fire'));
});
