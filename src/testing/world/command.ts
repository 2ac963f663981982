import type { Behaviour } from '../../adapters/memory/index.ts';

/** The parties whose calls can go wrong. */
export const parties = [
  'payment',
  'warehouse',
  'fulfillment',
  'shipping',
  'notification',
  'checkout',
  'risk',
  'bus',
  'store',
] as const;
/** A party whose calls can go wrong. */
export type Party = (typeof parties)[number];

/**
 * What goes wrong with one call. `slow`: it takes its time; `fail_before`: it is not made, and that is said; `broken`: it is
 * not made, and nothing is said; `lose_answer`: its effect is made, the answer is lost; `late`: its effect is made after the
 * caller has given up; `twice`: it arrives twice.
 */
export type CallFault = 'slow' | 'fail_before' | 'broken' | 'lose_answer' | 'late' | 'twice';

/** What goes wrong with one fact on its way in. `late`: later ones overtake it; `again`: it comes once more, later. */
export type FactFault = 'twice' | 'again' | 'late';

/** What happens outside, to one order, without anybody having asked for it. */
export type Happening = 'restock' | 'lose' | 'pay' | 'dispute' | 'decide' | 'confirm' | 'receive';

/**
 * One thing that happens in a simulated world, `at` so many milliseconds after its beginning. Plain JSON. `pick` chooses
 * among what is possible at that moment; of a crash, `points` is how many awaited points the worker still passes.
 */
export type WorldCommand = { readonly at: number } & (
  | { readonly do: 'place'; readonly order: number; readonly pick: number }
  | { readonly do: 'ask'; readonly order: number; readonly pick: number }
  | { readonly do: 'happen'; readonly what: Happening; readonly order: number; readonly pick: number }
  | {
      readonly do: 'behave';
      readonly party: 'payment' | 'warehouse' | 'fulfillment' | 'shipping' | 'risk';
      readonly behaviour: Behaviour;
      readonly method?: string;
      readonly ms?: number;
      readonly outcome?: 'succeed' | 'decline';
    }
  | { readonly do: 'fault'; readonly party: Party; readonly fault: CallFault; readonly ms: number }
  | { readonly do: 'cut'; readonly party: Party; readonly ms: number }
  | { readonly do: 'fact'; readonly fault: FactFault; readonly ms: number }
  | { readonly do: 'crash'; readonly worker: number; readonly points: number; readonly restartMs: number }
  | { readonly do: 'clock'; readonly worker: number; readonly ms: number }
  | { readonly do: 'deploy' }
);

/** A command for people: `12.5 s: crash worker 1, points 3, restartMs 4000`. */
export function commandText({ at, do: what, ...rest }: WorldCommand): string {
  const parts = Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`);
  return `${(at / 1_000).toFixed(3)} s: ${[what, ...parts].join(', ')}`;
}
