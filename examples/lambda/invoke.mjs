/**
 * Runs one invocation of a function in this process, as a cold start: `npx tsx examples/lambda/invoke.mjs api.ts < event.json`.
 * The event comes from the standard input, the result goes to the standard output, what is logged to the standard error.
 * The process ends with the answer, whatever is still open: nothing may rely on what a function leaves running.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

console.log = console.error;
const path = new URL(process.argv[2], import.meta.url);
const event = JSON.parse(readFileSync(0, 'utf8') || '{}');
const endsAt = Date.now() + 60_000;
const context = {
  functionName: fileURLToPath(path),
  awsRequestId: '00000000-0000-0000-0000-000000000000',
  getRemainingTimeInMillis: () => endsAt - Date.now(),
};

try {
  const { handler } = await import(path.href);
  const result = await handler(event, context);
  process.stdout.write(`${JSON.stringify(result ?? null)}\n`, () => process.exit(0));
} catch (error) {
  console.error(error);
  process.exit(1);
}
