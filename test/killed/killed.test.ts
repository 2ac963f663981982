import { describe } from 'vitest';
import { failpoints } from './failpoints.ts';
import { lives } from './lives.ts';
import { killedSuite } from './suite.ts';

describe('every failpoint, and some random moments', () => {
  killedSuite({
    failpoints,
    lives: ['kept', 'called-off', 'sent-back'],
    sideBySide: lives.map(({ name }) => name),
    randomDeaths: 6,
  });
});
