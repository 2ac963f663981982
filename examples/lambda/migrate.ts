/** Brings the tables to the version of this code: `DATABASE_URL=… npx tsx examples/lambda/migrate.ts`, once a deployment. */
import pg from 'pg';
import { migrate } from 'statecart/adapters/postgres';

const connection = new pg.Pool({ connectionString: process.env.DATABASE_URL });
const { from, to } = await migrate(connection, { schema: process.env.DATABASE_SCHEMA ?? 'statecart' });
console.log(`from version ${from} to ${to}`);
await connection.end();
