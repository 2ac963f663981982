import type { Command, FactInput } from '../../machine/index.ts';
import { type RiskPort, riskAnswer, riskRequest } from '../../ports/index.ts';
import { answerOf, type Desk, requestOf } from './desk.ts';

/** The desk of the risk port. Screening changes nothing outside, so it is simply repeated with its key. */
export function riskDesk(port: RiskPort): Desk {
  return {
    traits: port,
    inLedger: false,
    find: null,
    async perform(command, call) {
      const answer = await port.screen(requestOf(riskRequest, command), call);
      return [{ type: 'risk.assessed', operationId: command.id, ...answerOf(riskAnswer, answer, command) }];
    },
    failed: (command) => [unscreened(command)],
  };
}

/** Nobody could screen the order: a person decides. */
export function unscreened(command: Command): FactInput {
  return {
    type: 'risk.assessed',
    operationId: command.id,
    outcome: 'review',
    reasons: ['screening_unavailable'],
  };
}
