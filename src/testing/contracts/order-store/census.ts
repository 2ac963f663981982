import assert from 'node:assert/strict';
import type { Order } from '../../../machine/index.ts';
import type { CensusRow, OrderStore } from '../../../ports/index.ts';
import type { Scenario } from './harness.ts';
import { claimOne, command, commit, message, next, now, place, settle, write } from './writes.ts';

/** What there is, counted by name: for those who look before a deploy. */
export function censusContract(scenario: Scenario): void {
  scenario('counts nothing in an empty store', async ({ store }) => {
    assert.deepEqual(await counted(store), []);
  });

  scenario(
    'counts orders by version and state, and what waits of deadlines, commands and messages',
    async ({ store }) => {
      const first = await place(store, { seed: 'first', machineVersion: 1 }, (draft) => ({
        commands: [
          command(draft, 1),
          command(draft, 2, { type: 'pickup.announce' as never, lane: 'pickup' }),
        ],
      }));
      const second = await place(store, { seed: 'second', machineVersion: 7 }, () => ({}));
      const axes = { ...second.axes, status: 'pending.callback' } as unknown as Order['axes'];
      const deadlines = [
        { name: 'callback.due' as never, ref: second.id, at: now },
        { name: 'callback.due' as never, ref: 'again', at: now },
      ];
      await commit(store, write(next(second, { axes, deadlines }), { before: second.version }));
      await store.receive(message(first.id, 'one', { fact: { type: 'pickup.arrived' } }), now);
      await store.receive(message('SC-unborn', 'two', { fact: { type: 'pickup.arrived' } }), now);
      const rows = await counted(store);
      const of = (kind: string) => rows.filter((row) => row.startsWith(`${kind} `));
      assert.deepEqual(of('machineVersion'), ['machineVersion 1: 1', 'machineVersion 7: 1']);
      assert.deepEqual(of('command'), ['command payment.capture: 1', 'command pickup.announce: 1']);
      assert.deepEqual(of('message'), ['message pickup.arrived: 2']);
      assert.ok(rows.includes('deadline callback.due: 2'));
      assert.ok(rows.includes('state status.draft: 1') && rows.includes('state status.pending.callback: 1'));
      assert.ok(rows.includes(`state review.${first.axes.review}: 2`), 'each axis is counted');
    },
  );

  scenario('does not count what is done', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({ commands: [command(draft, 1)] }));
    await store.receive(message(order.id, 'one'), now);
    const claimed = await claimOne(store, 'worker');
    const handled = claimed.messages.map(({ handler, messageId }) => ({ handler, messageId }));
    await commit(store, settle(claimed, { done: claimed.commands.map(({ id }) => id), handled }));
    const kinds = new Set((await counted(store)).map((row) => row.split(' ')[0]));
    assert.ok(!kinds.has('command') && !kinds.has('message'));
  });
}

async function counted(store: OrderStore): Promise<readonly string[]> {
  const rows: readonly CensusRow[] = (await store.census?.()) ?? [];
  return rows.map(({ kind, name, count }) => `${kind} ${name}: ${count}`).sort();
}
