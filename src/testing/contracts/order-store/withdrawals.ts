import assert from 'node:assert/strict';
import type { Scenario } from './harness.ts';
import {
  claim,
  claimOne,
  command,
  commit,
  conflicted,
  edge,
  event,
  everything,
  next,
  now,
  place,
  stored,
  write,
} from './writes.ts';

/** A command that nobody has attempted can be taken back; one that somebody has, can't. */
export function withdrawalContract(scenario: Scenario): void {
  scenario('lists the commands that nobody has claimed yet', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({
      commands: [command(draft, 1), command(draft, 2), command(draft, 3, { runAt: now + 1 })],
      events: [event(draft, 1)],
    }));
    const ids = [1, 2, 3].map((n) => `${order.id}:transaction:${n}`);
    assert.deepEqual((await stored(store, order.id)).untried, ids);
    assert.deepEqual((await claimOne(store, 'worker')).untried, ids.slice(1));
    assert.deepEqual((await stored(store, order.id)).untried, ids.slice(1));
  });

  scenario('deletes withdrawn commands, and only those', async ({ store }) => {
    const bystander = await place(store, { seed: 'bystander' }, (draft) => ({
      commands: [command(draft, 1)],
    }));
    const order = await place(store, {}, (draft) => ({ commands: [command(draft, 1), command(draft, 2)] }));
    const withdrawn = [`${order.id}:transaction:1`];
    await commit(store, write(next(order), { before: 1, withdrawn }));
    assert.deepEqual((await stored(store, order.id)).untried, [`${order.id}:transaction:2`]);
    const claims = await claim(store, 'worker');
    assert.deepEqual(
      new Set(claims.flatMap((one) => one.commands.map(({ id }) => id))),
      new Set([`${bystander.id}:transaction:1`, `${order.id}:transaction:2`]),
    );
  });

  scenario(
    'answers `version` when a command to withdraw was claimed, and writes nothing',
    async ({ store }) => {
      const order = await place(store, {}, (draft) => ({ commands: [command(draft, 1), command(draft, 2)] }));
      await claimOne(store, 'worker');
      const before = await everything(store, order.id);
      const withdrawn = [2, 1].map((n) => `${order.id}:transaction:${n}`);
      const answers = await store.commit([
        write(next(order), { before: 1, withdrawn, history: [edge(2)], commands: [command(order, 3)] }),
      ]);
      assert.deepEqual(answers, [conflicted]);
      assert.deepEqual(await everything(store, order.id), before);
    },
  );

  scenario('answers `version` when a command to withdraw is not there', async ({ store }) => {
    const order = await place(store);
    assert.deepEqual(
      await store.commit([write(next(order), { before: 1, withdrawn: [`${order.id}:transaction:9`] })]),
      [conflicted],
    );
    assert.deepEqual((await stored(store, order.id)).order, order);
  });

  scenario('withdraws only commands of the order itself', async ({ store }) => {
    const bystander = await place(store, { seed: 'bystander' }, (draft) => ({
      commands: [command(draft, 1)],
    }));
    const order = await place(store);
    assert.deepEqual(
      await store.commit([write(next(order), { before: 1, withdrawn: [`${bystander.id}:transaction:1`] })]),
      [conflicted],
    );
    assert.equal((await stored(store, bystander.id)).untried.length, 1);
  });
}
