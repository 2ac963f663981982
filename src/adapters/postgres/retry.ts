import { isTransient } from './database-errors.ts';

/** Waits between attempts. Two batches that meet in a deadlock lose one of them for about a millisecond of work. */
const delaysMs = [5, 20, 50, 100, 200];

/** How often a transaction is tried that the database breaks off. */
export const maxTransactionAttempts = delaysMs.length + 1;

/** Runs a transaction again when the database asks for it: after a deadlock or a serialization failure. */
export async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (const delayMs of delaysMs) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
  return work();
}
