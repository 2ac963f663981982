import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedServer, startEmbeddedPostgres } from '../support/embedded-postgres.ts';
import { type Service, startService } from '../support/service.ts';
import { apiEvent, type FactQueue, invoke, openQueue, recordOf, run } from './lambda-harness.ts';
import { teaOrder } from './shop-client.ts';

let folder: string;
let server: EmbeddedServer;
let queue: FactQueue;
let outside: Service;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'statecart-lambda-'));
  const tsup = ['node_modules/tsup/dist/cli-default.js', '--config', 'examples/lambda/tsup.config.ts'];
  const bundled = run(tsup, { LAMBDA_OUT_DIR: folder });
  [server, queue] = await Promise.all([startEmbeddedPostgres(), openQueue()]);
  const [{ code, err }, started] = await Promise.all([
    bundled,
    startService('examples/lambda/outside.ts', {
      PORT: '0',
      BOOKS: join(folder, 'outside.jsonl'),
      QUEUE_URL: queue.url,
      SIMULATED_STEP_MS: '10',
    }),
  ]);
  if (code !== 0) throw new Error(`the functions could not be bundled: ${err}`);
  outside = started;
  environment = { DATABASE_URL: server.url, DATABASE_SCHEMA: 'functions', OUTSIDE_URL: outside.url };
  const migrated = await run(['--import', 'tsx', 'examples/lambda/migrate.ts'], environment);
  if (migrated.code !== 0) throw new Error(`the tables could not be made: ${migrated.err}`);
});
afterAll(async () => {
  outside.kill('SIGKILL');
  await outside.exit;
  queue.stop();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const call = (name: 'api' | 'queue' | 'drain', event: object) =>
  invoke(join(folder, `${name}.cjs`), event, environment);
const api = async (...how: Parameters<typeof apiEvent>) => {
  const { statusCode, headers, body } = await call('api', apiEvent(...how));
  return { status: statusCode, headers, body: JSON.parse(body) };
};
const create = (order: object, key?: string) =>
  api('POST /orders', null, JSON.stringify(order), key === undefined ? {} : { 'idempotency-key': key });
const card = { payments: [{ method: 'card', token: 'tok_visa' }] };

describe('the Lambda example, a cold start each time', () => {
  it('places an order once for one key, shows it, and says what is wrong', async () => {
    const [placed, other] = await Promise.all([create(teaOrder(), 'k1'), create(teaOrder(), 'k1')]);
    expect(placed).toMatchObject({ status: 201, body: { status: 'pending', totalMinor: 2580 } });
    expect(placed.headers.location).toBe(`/orders/${placed.body.id}`);
    expect(other.body.id).toBe(placed.body.id);
    const answers = await Promise.all([
      api('GET /orders/{id}', placed.body.id),
      create(teaOrder({ notes: 'Please ring' }), 'k1'),
      api('POST /orders', null, '{"currency":'),
      api('GET /orders/{id}', randomUUID()),
      api('$default', null),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code ?? body.status])).toEqual([
      [200, 'pending'],
      [422, 'IDEMPOTENCY_KEY_REUSED'],
      [400, 'MALFORMED_JSON'],
      [404, 'ORDER_NOT_FOUND'],
      [404, 'NOT_FOUND'],
    ]);
    expect(answers[1]?.headers['content-type']).toBe('application/problem+json');
  });

  it('takes an order to its delivery by scheduled drains and the queue, and then refuses to cancel it', async () => {
    const { id } = (await create(teaOrder(card))).body;
    const statusNow = async () => (await api('GET /orders/{id}', id)).body.status;
    // A call that went wrong on the way is tried again after a pause, which is a later drain's work.
    while ((await statusNow()) === 'pending') await call('drain', {});
    while ((await statusNow()) !== 'delivered') {
      expect(await call('queue', { Records: queue.take() })).toEqual({ batchItemFailures: [] });
    }
    const refused = await api('POST /orders/{id}/cancel', id);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'NOT_ALLOWED', refusals: [{ rule: 'cancel.status', code: 'already_delivered' }] },
    });
  });

  it('reports the one bad record of a batch, takes the others, and knows them when they come again', async () => {
    const [paid, early] = [(await create(teaOrder())).body.id, randomUUID()];
    const fact = (subject: string, id: string = randomUUID()) => ({
      specversion: '1.0',
      id,
      source: 'payments',
      type: 'payment.confirmed',
      subject,
      data: { amountMinor: 2580, reference: `page_${id}` },
    });
    const good = recordOf(JSON.stringify(fact(paid)));
    const parked = recordOf(JSON.stringify(fact(early)));
    for (const body of ['{"specversion":', JSON.stringify({ ...fact(paid), type: 'order.cancel' })]) {
      const bad = recordOf(body);
      expect(await call('queue', { Records: [good, bad, parked] })).toEqual({
        batchItemFailures: [{ itemIdentifier: bad.messageId }],
      });
    }
    expect((await api('GET /orders/{id}', paid)).body).toMatchObject({
      payment: 'captured',
      payments: [{ transactions: [{ kind: 'authorization' }, { kind: 'capture' }] }],
    });
    await create(teaOrder({ id: early }));
    await call('drain', {});
    expect((await api('GET /orders/{id}', early)).body.payment).toBe('captured');
  });

  it('gives the whole batch back when the database is away', async () => {
    const away = { ...environment, DATABASE_URL: 'postgres://postgres@127.0.0.1:1/none' };
    const records = [recordOf('{}')];
    await expect(invoke(join(folder, 'queue.cjs'), { Records: records }, away)).rejects.toThrow(
      'STORE_UNAVAILABLE',
    );
    const { statusCode, body } = await invoke(
      join(folder, 'api.cjs'),
      apiEvent('GET /orders/{id}', randomUUID()),
      away,
    );
    expect([statusCode, JSON.parse(body).code]).toEqual([503, 'UNAVAILABLE']);
    expect(body).not.toMatch(/127\.0\.0\.1|ECONN/);
  });

  it('is deployed with the routes and the functions that there are', async () => {
    const template = await readFile('examples/lambda/template.yaml', 'utf8');
    const { routes } = await import('../../examples/lambda/api.ts');
    const deployed = [...template.matchAll(/Method: (\w+), Path: '?([^' }]+(?:\{id\}[^' }]*)?)'? \}/g)];
    expect(deployed.map(([, method, path]) => `${method} ${path}`)).toEqual(Object.keys(routes));
    const handlers = [...template.matchAll(/Handler: (\w+)\.handler/g)].map(([, name]) => name);
    expect(handlers).toEqual(['api', 'queue', 'drain']);
  });
});
