import type { SQSHandler } from 'aws-lambda';
import { consoleLogger as logger } from 'statecart/adapters/system';
import { shop } from './shop.ts';
import { timeLeftMs } from './time-left.ts';

/**
 * SQS: each record's body is a CloudEvent of payment provider, warehouse or carrier. Who may write to the queue is IAM's to
 * say. A record that can't be taken is reported alone: the others are done, and it comes again, or goes to the queue's
 * dead letters. A record that comes twice, or before its order, is no failure.
 */
export const handler: SQSHandler = async ({ Records }, context) => {
  const orders = shop();
  const received = await Promise.all(
    Records.map(async ({ messageId, body }) => {
      try {
        await orders.receive(JSON.parse(body));
        return [];
      } catch (error) {
        logger.error({ err: error, messageId }, 'a record was not taken');
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  // The function may be frozen as soon as it returns: what the records ask for is done before.
  await orders.drain({ maxMs: timeLeftMs(context) });
  return { batchItemFailures: received.flat() };
};
