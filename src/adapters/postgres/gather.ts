/** The most calls that one query answers. */
const maxBatch = 200;

interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One query for many calls: those that come while it runs share the next. A single call is as fast as before. `ask` gives
 * an answer for each, in their order, or throws for all.
 */
export function gathered<Asked, Answer>(
  ask: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
): (asked: Asked) => Promise<Answer> {
  let waiting: Waiting<Asked, Answer>[] = [];
  let running = false;

  const answer = async (batch: readonly Waiting<Asked, Answer>[]): Promise<void> => {
    try {
      const answers = await ask(batch.map(({ asked }) => asked));
      for (const [n, { resolve }] of batch.entries()) resolve(answers[n]!);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  const run = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxBatch);
      waiting = waiting.slice(maxBatch);
      await answer(batch);
    }
    running = false;
  };
  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject });
      if (!running) void run();
    });
}
