import { type FactInput, eventParts as part, type Scan, type Timestamp } from '../../machine/index.ts';

/** What a scan means for its parcel, in our words. */
export type ScanStatus = Scan['status'];

/** What a word of a carrier means. */
export interface Meaning {
  readonly status: ScanStatus;
  /** What went wrong, or is worth a look, as a code. @defaultValue nothing */
  readonly code?: string;
}

/**
 * The words of a carrier, or of a service that speaks for several. What is not in it is `unknown`: recorded, and moving
 * nothing.
 *
 * @example
 * import { easypost, type Vocabulary } from 'statecart/ports';
 * const bikes: Vocabulary = {
 *   name: 'bikes',
 *   statuses: { ON_BIKE: { status: 'out_for_delivery' }, HANDED_OVER: { status: 'delivered' } },
 *   details: { 'ON_BIKE/FLAT_TYRE': { status: 'out_for_delivery', code: 'delayed' } },
 * };
 * const ours: Vocabulary = { ...easypost, statuses: { ...easypost.statuses, on_hold: { status: 'in_transit' } } };
 */
export interface Vocabulary {
  /** Unique among the vocabularies of a runtime. */
  readonly name: string;
  /** By the carrier's status. */
  readonly statuses: { readonly [status: string]: Meaning };
  /** By `status/detail`: where the detail says more than the status. @defaultValue the status says it all */
  readonly details?: { readonly [statusAndDetail: string]: Meaning };
}

/** A scan as its carrier tells of it. */
export interface CarrierScan {
  /** Our parcel, or its reference or tracking number. */
  readonly shipmentId: string;
  /** Unique among the scans of the parcel. @defaultValue made of status, detail and moment */
  readonly id?: string | null;
  readonly status: string;
  readonly detail?: string | null;
  /** When it happened, in epoch milliseconds. @defaultValue when we hear of it */
  readonly at?: Timestamp | null;
  /** What the carrier tells people. */
  readonly message?: string | null;
  readonly location?: {
    readonly city?: string | null;
    readonly region?: string | null;
    readonly postalCode?: string | null;
    readonly country?: string | null;
  } | null;
  readonly estimatedDeliveryAt?: Timestamp | null;
}

/** What a carrier's words mean. The case of letters does not count. */
export function meaningOf(vocabulary: Vocabulary, status: string, detail: string | null = null): Meaning {
  const { statuses, details = {} } = vocabulary;
  const word = status.toLowerCase();
  const refined = detail === null ? undefined : found(details, `${word}/${detail.toLowerCase()}`);
  return refined ?? found(statuses, word) ?? { status: 'unknown' };
}

function found(words: { readonly [word: string]: Meaning }, word: string): Meaning | undefined {
  return Object.entries(words).find(([known]) => known.toLowerCase() === word)?.[1];
}

/**
 * A carrier's scan as the fact that the statechart takes. Nothing is refused: words that the vocabulary does not have are
 * kept as they came, and mean `unknown`.
 *
 * @example
 * import { easypost, scanFact } from 'statecart/ports';
 * const fact = scanFact(easypost, { shipmentId: 'EZ4000000004', status: 'delivered', detail: 'arrived_at_destination' });
 */
export function scanFact(
  vocabulary: Vocabulary,
  scan: CarrierScan,
): FactInput & { readonly type: 'shipment.tracking_updated' } {
  const { status, detail = null, at = null, message = null, location = null } = scan;
  const meaning = meaningOf(vocabulary, status, detail);
  return {
    type: 'shipment.tracking_updated',
    shipmentId: scan.shipmentId,
    scan: {
      id: scan.id ?? scanId(status, detail, at),
      status: meaning.status,
      code: meaning.code ?? null,
      vocabulary: vocabulary.name,
      carrierStatus: clean(status),
      carrierDetail: clean(detail),
      message: clean(message),
      location: location && {
        city: clean(location.city),
        region: clean(location.region),
        postalCode: clean(location.postalCode),
        country: clean(location.country),
      },
    },
    estimatedDeliveryAt: scan.estimatedDeliveryAt ?? null,
    ...(at === null ? {} : { meta: { occurredAt: at } }),
  };
}

/** A carrier without ids for its scans has never two that say the same of the same moment. */
function scanId(status: string, detail: string | null, at: Timestamp | null): string {
  const words = [status, detail ?? '', at ?? ''].join('/');
  return words.replaceAll(/[^\x21-\x7e]/g, '_').slice(0, part.maxIdLength);
}

/** Text as every store takes it. */
function clean(text: string | null | undefined): string | null {
  return text?.replaceAll('\0', '').slice(0, part.maxText).toWellFormed() ?? null;
}
