import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { beginPost } from './half-sent.ts';
import type { RunningShop } from './run-shop.ts';
import { paidEvent, teaOrder } from './shop-client.ts';

/** How the shop ends, and begins again on the same data. The tests build on each other. */
export function describeShutdown({ shop, restart, service }: RunningShop): void {
  let waiting: string;
  const [parked, half] = [randomUUID(), randomUUID()];

  it('says that it is not ready, takes no more connections, finishes its requests, and ends with 0', async () => {
    const closing = service();
    waiting = (await shop.place(teaOrder())).body.id;
    expect((await shop.webhook(paidEvent(parked))).status).toBe(202);
    const unfinished = await beginPost(closing.port, '/orders', JSON.stringify(teaOrder({ id: half })));

    closing.kill('SIGTERM');
    const notReady = await until(
      () => shop.get('/ready'),
      ({ status }) => status !== 200,
    );
    expect(notReady).toMatchObject({ status: 503, body: { ready: false, reason: 'SHUTTING_DOWN' } });
    expect((await shop.get('/health')).status).toBe(200);
    const refused = await until(
      () => shop.get('/health').catch((error: Error) => error.cause),
      (answer) => answer instanceof Error,
    );
    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });

    const answer = await unfinished.finish();
    expect(answer).toMatchObject({ status: 201, connection: 'close' });
    expect(JSON.parse(answer.body)).toMatchObject({ id: half, status: 'pending' });
    expect(await closing.exit).toBe(0);
    expect(closing.log()).toContain('"shut down"');
    expect(closing.log()).not.toContain('"level":"error"');
  });

  it('goes on with what is there when it starts again', async () => {
    await restart();
    expect((await shop.get(`/orders/${half}`)).body.status).toBe('pending');
    for (const id of [waiting, half]) expect((await shop.webhook(paidEvent(id))).status).toBe(202);
    await shop.place(teaOrder({ id: parked }));
    for (const id of [waiting, half, parked]) await shop.becomes(id, 'delivered');
  });

  it('loses nothing when it is killed instead', async () => {
    const key = randomUUID();
    const order = teaOrder({ payments: [{ method: 'card', token: 'tok_visa' }] });
    const { id } = (await shop.place(order, key)).body;
    service().kill('SIGKILL');
    await service().exit;
    await restart();
    expect((await shop.place(order, key)).body.id).toBe(id);
    const { body } = await shop.becomes(id, 'delivered');
    expect(body.payments[0].transactions).toHaveLength(2);
  });
}
