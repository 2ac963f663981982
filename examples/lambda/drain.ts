import type { ScheduledHandler } from 'aws-lambda';
import { consoleLogger as logger } from 'statecart/adapters/system';
import { shop } from './shop.ts';
import { timeLeftMs } from './time-left.ts';

/** On a schedule: does what is due, such as new orders' stock and payments, retries, deadlines. May overlap with itself. */
export const handler: ScheduledHandler = async (_event, context) => {
  const report = await shop().drain({ maxMs: timeLeftMs(context) });
  logger.info({ ...report }, 'drained');
};
