import * as z from 'zod';
import { parseAs, eventParts as part } from '../../machine/index.ts';
import { easypost, ownVocabulary, scanFact, tracking, type Vocabulary } from '../../ports/index.ts';
import { parseRfc3339 } from '../calendar.ts';
import type { InboundHandler } from './handlers.ts';

/** The vocabularies of a runtime, by name: ours, EasyPost's, the user's own. */
export type Vocabularies = ReadonlyMap<string, Vocabulary>;

/** All vocabularies that a runtime knows. A user's own of the same name comes first. */
export function vocabulariesOf(own: readonly Vocabulary[]): Vocabularies {
  return new Map([ownVocabulary, easypost, ...own].map((vocabulary) => [vocabulary.name, vocabulary]));
}

const updated = tracking.shape.scans.element.extend({
  shipmentId: part.id.optional(),
  trackingNumber: part.id.optional(),
  vocabulary: part.id.optional(),
  estimatedDeliveryAt: tracking.shape.estimatedDeliveryAt,
});

/**
 * Reads `tracking.updated`: one scan in the words of its carrier. It names the parcel by `shipmentId` or `trackingNumber`,
 * and its vocabulary; one that is not known makes a scan that is recorded and moves nothing.
 */
export function trackingHandler(vocabularies: Vocabularies, standard: Vocabulary): InboundHandler {
  return (event) => {
    const { orderId: _id, orderNumber: _number, ...data } = event.data;
    const { shipmentId, trackingNumber, vocabulary, ...scan } = parseAs(
      named,
      data,
      'the data of tracking.updated',
    );
    const words =
      vocabulary === undefined
        ? standard
        : (vocabularies.get(vocabulary) ?? { name: vocabulary, statuses: {} });
    const at = scan.at ?? (event.time === undefined ? null : parseRfc3339(event.time));
    return {
      fact: scanFact(words, { ...scan, at, shipmentId: shipmentId ?? trackingNumber ?? '' }),
    };
  };
}

const named = updated.superRefine(({ shipmentId, trackingNumber }, context: z.RefinementCtx) => {
  if (shipmentId === undefined && trackingNumber === undefined)
    context.addIssue({
      code: 'custom',
      path: ['shipmentId'],
      message: 'name the parcel: shipmentId or trackingNumber',
    });
});
