import type { Absent } from '../order-store/harness.ts';
import { failureSoon, notClaimed, type PortScenario, type PortUnderTest, shortly } from './harness.ts';

/** An adapter of a port that is only asked, before an order is loaded. */
export interface AskedPortUnderTest<Port> extends PortUnderTest<Port> {
  /** Makes the other side silent from now on. Of those who claim `hang`. */
  readonly hang?: () => void | Promise<void>;
}

/** What an adapter that is only asked may claim: its set-up can make the other side silent. */
export interface AskedClaims {
  readonly hang: true | Absent;
}

/** The promises of every port that is only asked: it gives up when it is told to. */
export function givingUpContract<World extends AskedPortUnderTest<unknown>>(
  scenario: PortScenario<World>,
  { hang }: AskedClaims,
  ask: (world: World, signal: AbortSignal) => Promise<unknown>,
): void {
  notClaimed(
    scenario,
    'what happens when the other side is silent',
    hang,
    (world) => world.hang !== undefined,
  );
  if (hang !== true) return;
  scenario('ends when it is called off while the other side is silent', async (world) => {
    if (world.hang === undefined) throw new Error('`hang` is claimed: give it');
    await world.hang();
    const controller = new AbortController();
    const asked = failureSoon(ask(world, controller.signal));
    await Promise.all([asked, shortly().then(() => controller.abort())]);
  });
}
