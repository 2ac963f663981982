import { describe, expect, it } from 'vitest';
import { runSession, sessionsOf, timeless } from '../support/terminal-sessions.ts';
import { runShop } from './run-shop.ts';
import { describeShop } from './shop-suite.ts';
import { describeShutdown } from './shutdown-suite.ts';

describe('the Express example on the embedded Postgres', () => {
  const running = runShop(() => ({ DATABASE_URL: '' }));

  it('does what its README shows', async () => {
    const sessions = await sessionsOf('examples/express/README.md');
    expect(sessions.length).toBeGreaterThan(5);
    for (const session of sessions) {
      if (session.commands.includes('/history'))
        await running.shop.becomes('0193f5a0-7c1e-7000-8000-000000000007', 'delivered');
      expect(timeless(await runSession(session, running.service().port))).toBe(timeless(session.output));
    }
  });

  describeShop(running);
  describe('on its way out', () => {
    describeShutdown(running);
  });
});
