import { describe } from 'vitest';
import { moreFailpoints } from '../failpoints.ts';
import { lives } from '../lives.ts';
import { killedSuite } from '../suite.ts';

const names = lives.map(({ name }) => name);

describe('every failpoint, and forty random moments', () => {
  killedSuite({
    failpoints: moreFailpoints,
    lives: names,
    sideBySide: [...names, ...names],
    randomDeaths: 40,
  });
});
