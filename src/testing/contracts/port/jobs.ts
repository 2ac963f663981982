import type { PortCall } from '../../../ports/index.ts';
import { callOf, newKey } from './harness.ts';
import type { KeyedEffect } from './keyed.ts';

/** Something that the other side was asked to do for an order: to pick goods, or to carry a parcel. */
export interface JobRow {
  readonly isCancelled: boolean;
}

/** A job, and how it is asked for. */
export interface SampleJob {
  /** The jobs of the order by the book of the other side. */
  jobs(): Promise<readonly JobRow[]>;
  create(call: PortCall): Promise<unknown>;
  createOther(call: PortCall): Promise<unknown>;
  cancel(call: PortCall): Promise<unknown>;
  cancelOther(call: PortCall): Promise<unknown>;
}

/** The methods that begin a job and stop it, each on a job of its own. */
export function jobEffects<World>(
  create: string,
  cancel: string,
  sample: (world: World) => SampleJob,
): readonly KeyedEffect<World>[] {
  return [
    {
      method: create,
      async prepare(world) {
        const job = sample(world);
        return {
          ask: (call) => job.create(call),
          askOther: (call) => job.createOther(call),
          happened: async () => (await job.jobs()).length,
        };
      },
    },
    {
      method: cancel,
      async prepare(world) {
        const job = sample(world);
        await job.create(callOf(newKey(create)));
        return {
          ask: (call) => job.cancel(call),
          askOther: (call) => job.cancelOther(call),
          happened: async () => (await job.jobs()).filter(({ isCancelled }) => isCancelled).length,
        };
      },
    },
  ];
}
