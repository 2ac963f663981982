import assert from 'node:assert/strict';
import type { CloudEvent, EventBusPort } from '../../ports/index.ts';
import type { Absent } from './order-store/harness.ts';
import { type AskedClaims, type AskedPortUnderTest, givingUpContract } from './port/asked.ts';
import {
  assertLater,
  callOf,
  failureOf,
  newId,
  notClaimed,
  type PortContractOptions,
  portScenario,
} from './port/harness.ts';

/** A bus under test. */
export interface EventBusUnderTest extends AskedPortUnderTest<EventBusPort> {
  /** What subscribers got of an order so far, as it came; waits until what was published has arrived. */
  readonly received: (orderId: string) => Promise<readonly CloudEvent[]>;
  /** Makes the bus refuse the next event. Of those who claim `refuse`. */
  readonly refuse?: () => void | Promise<void>;
}

/** What {@link eventBusContract} needs. */
export interface EventBusContractOptions extends PortContractOptions<EventBusUnderTest> {
  readonly claims: AskedClaims & { readonly refuse: true | Absent };
}

/** The contract of an `EventBusPort` as tests, for any runner with `describe` and `it`. */
export function eventBusContract(options: EventBusContractOptions): void {
  const scenario = portScenario(options);
  const { claims } = options;
  const publish = (port: EventBusPort, event: CloudEvent) => port.publish(event, callOf(''));
  const event = (orderId: string, n: number, more: Partial<CloudEvent> = {}): CloudEvent => ({
    specversion: '1.0',
    id: `${orderId}:event:${n}`,
    source: 'statecart',
    type: 'order.status_changed',
    subject: orderId,
    time: new Date(Date.UTC(2026, 0, 1) + n).toISOString(),
    datacontenttype: 'application/json',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    sequence: String(n).padStart(10, '0'),
    data: { from: 'pending', to: 'confirmed', n },
    ...more,
  });

  scenario('brings an event to its subscribers as it was published', async ({ port, received }) => {
    const orderId = newId();
    const sent = event(orderId, 1, {
      data: { words: 'Zoë 李 🎁 "\\ \u2028', deep: [{ empty: {}, none: null }] },
    });
    await publish(port, sent);
    assert.deepEqual(await received(orderId), [sent]);
  });

  scenario(
    'brings the events of an order in the order in which they were taken over',
    async ({ port, received }) => {
      const [orderId, bystander] = [newId(), newId()];
      for (const n of [1, 2, 3, 4, 5]) {
        await publish(port, event(orderId, n));
        await publish(port, event(bystander, n));
      }
      const ids = (await received(orderId)).map(({ id }) => id);
      assert.deepEqual(
        ids.filter((id, index) => ids.indexOf(id) === index),
        [1, 2, 3, 4, 5].map((n) => event(orderId, n).id),
      );
      assert.ok((await received(orderId)).every(({ subject }) => subject === orderId));
    },
  );

  scenario('takes an event of a type that nobody subscribed to', async ({ port }) => {
    await publish(port, event(newId(), 1, { type: 'order.nobody_listens' }));
  });

  notClaimed(
    scenario,
    'what happens when the bus refuses',
    claims.refuse,
    ({ refuse }) => refuse !== undefined,
  );
  if (claims.refuse === true)
    scenario(
      'says so when it has not taken an event over, and takes it the next time',
      async ({ port, received, refuse }) => {
        assert.ok(refuse, '`refuse` is claimed: give it');
        const orderId = newId();
        await refuse();
        assertLater(await failureOf(publish(port, event(orderId, 1))));
        await publish(port, event(orderId, 1));
        const ids = (await received(orderId)).map(({ id }) => id);
        assert.deepEqual([...new Set(ids)], [event(orderId, 1).id]);
      },
    );

  givingUpContract(scenario, claims, ({ port }, signal) => port.publish(event(newId(), 1), { signal }));
}
