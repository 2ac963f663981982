import { describe, expect, it } from 'vitest';
import type { CommitAnswer, OrderWrite } from '../../src/ports/index.ts';
import { CommitBatch } from '../../src/runtime/commit-batch.ts';

const write = (orderId: string): OrderWrite => ({
  orderId,
  now: 0,
  change: null,
  creation: null,
  settlement: null,
});

/** A store whose commits end when they are told to. */
function slowStore() {
  const batches: string[][] = [];
  const ends: (() => void)[] = [];
  return {
    batches,
    ends,
    commit: (writes: readonly OrderWrite[]) =>
      new Promise<readonly CommitAnswer[]>((resolve) => {
        batches.push(writes.map(({ orderId }) => orderId));
        ends.push(() =>
          resolve(
            writes.map(({ orderId }) =>
              orderId === 'late' ? { status: 'version' } : { status: 'committed' },
            ),
          ),
        );
      }),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a batch of commits', () => {
  it('commits at once when nothing is under way', async () => {
    const store = slowStore();
    const committing = new CommitBatch(store).commit(write('a'));
    await turn();
    expect(store.batches).toEqual([['a']]);
    store.ends[0]!();
    expect(await committing).toEqual({ status: 'committed' });
  });

  it('gathers those who come while two commits are under way, and gives each their own answer', async () => {
    const store = slowStore();
    const batch = new CommitBatch(store);
    const answers = [batch.commit(write('a'))];
    await turn();
    answers.push(batch.commit(write('b')));
    await turn();
    answers.push(batch.commit(write('c')), batch.commit(write('late')), batch.commit(write('d')));
    await turn();
    expect(store.batches).toEqual([['a'], ['b']]);
    store.ends[0]!();
    await turn();
    expect(store.batches).toEqual([['a'], ['b'], ['c', 'late', 'd']]);
    for (const end of store.ends) end();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([
      'committed',
      'committed',
      'committed',
      'version',
      'committed',
    ]);
  });

  it('tells all who shared it when a commit fails, and goes on with the next', async () => {
    let down = true;
    const batch = new CommitBatch({
      async commit(writes) {
        if (down) throw new Error('no database');
        return writes.map(() => ({ status: 'committed' }));
      },
    });
    const failing = await Promise.allSettled([batch.commit(write('a')), batch.commit(write('b'))]);
    expect(failing.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    down = false;
    expect(await batch.commit(write('a'))).toEqual({ status: 'committed' });
  });
});
