import { type RiskAnswer, type RiskPort, riskRequest } from '../../ports/index.ts';
import { type CallRow, type DeskOptions, openDesk } from './simulation/desk.ts';
import { createOutside, type Outside, type OutsideOptions } from './simulation/outside.ts';
import type { Script } from './simulation/script.ts';

/** A simulated risk screen. */
export interface MemoryRisk extends RiskPort {
  readonly script: Script;
  /** What was screened, by key. */
  book(): { readonly calls: { readonly [key: string]: CallRow } };
}

/**
 * Makes a risk screen in memory that lets every order pass, unless its script says `review` or `reject` (with a `code`
 * as the reason). The same key gets the same answer; it does not look at `recent`, which may differ from call to call.
 *
 * The script knows `review`, `reject`, `delay`, `fail_before`, `lose_answer`, by the method `screen`.
 *
 * @throws PortError as the script says; `invalid_request`, `key_reused` (`never`, `failed`).
 * @example
 * import { createMemoryClock, createMemoryRisk } from 'statecart/adapters/memory';
 * const risk = createMemoryRisk({ clock: createMemoryClock() });
 * risk.script.always('review', { where: { shippingAddress: { country: 'AQ' } }, code: 'far_away' });
 */
export function createMemoryRisk(options: DeskOptions & Omit<OutsideOptions, 'onChange'>): MemoryRisk {
  return riskOf(createOutside(options), options);
}

/** The risk screen of a world. */
export function riskOf(outside: Outside, options: DeskOptions): MemoryRisk {
  const desk = openDesk(outside, 'risk', options, ['review', 'reject']);
  return {
    ...desk.traits,
    script: desk.script,
    screen: (request, call) =>
      desk.take('screen', riskRequest, { ...request, recent: null }, call, (instance): RiskAnswer => {
        const rule = instance.rule('reject', 'review');
        const reference = `screening_${String(desk.calls.size + 1).padStart(6, '0')}`;
        if (rule === null) return { outcome: 'allow', reasons: [], reference };
        const outcome = rule.do === 'reject' ? 'reject' : 'review';
        return { outcome, reasons: [rule.code ?? 'scripted'], reference };
      }),
    book: () => ({ calls: desk.calls.entries() }),
  };
}
