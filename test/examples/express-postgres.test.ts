import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedServer, startEmbeddedPostgres } from '../support/embedded-postgres.ts';
import { runShop } from './run-shop.ts';
import { teaOrder } from './shop-client.ts';
import { describeShop } from './shop-suite.ts';
import { describeShutdown } from './shutdown-suite.ts';

let server: EmbeddedServer;
beforeAll(async () => {
  server = await startEmbeddedPostgres();
});
afterAll(() => server.stop());

describe('the Express example on a Postgres server', () => {
  const running = runShop(() => ({ DATABASE_URL: server.url, DATABASE_SCHEMA: 'shop' }));
  const { shop, service } = running;
  describeShop(running);
  describe('on its way out', () => {
    describeShutdown(running);
  });

  it('keeps its tables in the schema that it is told', async () => {
    const found = await server
      .pool()
      .query("select table_schema from information_schema.tables where table_name = 'orders'");
    expect(found.rows).toEqual([{ table_schema: 'shop' }]);
  });

  it('is not ready while its tables are not what it expects', async () => {
    const pool = server.pool();
    await pool.query('alter schema shop rename to away');
    expect(await shop.get('/ready')).toMatchObject({ status: 503, body: { reason: 'SCHEMA_MISSING' } });
    await pool.query('alter schema away rename to shop');
    expect((await shop.get('/ready')).status).toBe(200);
  });

  it('lives without its database, is not ready, tells clients no more than that, and still ends with 0', async () => {
    await server.stop();
    expect(await shop.get('/ready')).toMatchObject({ status: 503, body: { reason: 'STORE_UNAVAILABLE' } });
    expect((await shop.get('/health')).status).toBe(200);
    const answer = await shop.place(teaOrder());
    expect(answer).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(JSON.stringify(answer.body)).not.toMatch(/postgres|127\.0\.0\.1|ECONN/i);
    service().kill('SIGTERM');
    expect(await service().exit).toBe(0);
  });
});
