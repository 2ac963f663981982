import type { AnyStateNode } from 'xstate';

/**
 * The transient choice state of a region, if it has one: a state that does nothing, takes no event, and has an eventless
 * way to every other state. An axis that has to make a move without a transition of its own goes through it. Drawn, it
 * would join everything with everything.
 */
export function choiceOf(region: AnyStateNode): AnyStateNode | undefined {
  const states = Object.values<AnyStateNode>(region.states);
  return states.find((state) => {
    const ways = new Set((state.always ?? []).flatMap(({ target }) => target ?? []));
    const others = states.filter((other) => other !== state);
    const isIdle = state.entry.length === 0 && state.tags.length === 0 && state.ownEvents.length === 0;
    return isIdle && others.length > 0 && others.every((other) => ways.has(other));
  });
}
