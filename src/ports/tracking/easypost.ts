import type { Meaning, Vocabulary } from './vocabulary.ts';

/** The statuses of an EasyPost tracker. */
export const easypostStatuses = [
  'unknown',
  'pre_transit',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'available_for_pickup',
  'return_to_sender',
  'failure',
  'cancelled',
  'error',
] as const;
/** A status of an EasyPost tracker. */
export type EasypostStatus = (typeof easypostStatuses)[number];

/** The values of an EasyPost tracker's `status_detail`. */
export const easypostDetails = [
  'address_correction',
  'arrived_at_destination',
  'arrived_at_facility',
  'arrived_at_pickup_location',
  'awaiting_information',
  'cancelled',
  'damaged',
  'delayed',
  'delivery_exception',
  'departed_facility',
  'departed_origin_facility',
  'expired',
  'failure',
  'held',
  'in_transit',
  'label_created',
  'lost',
  'missorted',
  'out_for_delivery',
  'received_at_destination_facility',
  'received_at_origin_facility',
  'refused',
  'return',
  'status_update',
  'transferred_to_destination_carrier',
  'transit_exception',
  'unknown',
  'weather_delay',
] as const;
/** A value of an EasyPost tracker's `status_detail`. */
export type EasypostDetail = (typeof easypostDetails)[number];

const statuses: { readonly [S in EasypostStatus]: Meaning } = {
  unknown: { status: 'unknown' },
  pre_transit: { status: 'pre_transit' },
  in_transit: { status: 'in_transit' },
  out_for_delivery: { status: 'out_for_delivery' },
  delivered: { status: 'delivered' },
  available_for_pickup: { status: 'available_for_pickup' },
  return_to_sender: { status: 'returned_to_sender' },
  failure: { status: 'delivery_failed' },
  cancelled: { status: 'cancelled' },
  // The tracker has a problem, which says nothing of the parcel.
  error: { status: 'unknown', code: 'tracker_error' },
};

/** Details that say what is wrong, or worth a look, while the status tells where the parcel is. */
const notable: readonly EasypostDetail[] = [
  'address_correction',
  'awaiting_information',
  'delayed',
  'delivery_exception',
  'expired',
  'held',
  'missorted',
  'refused',
  'transit_exception',
  'weather_delay',
];
/** Statuses of a parcel that is somewhere between sender and recipient. */
const onItsWay: readonly EasypostStatus[] = [
  'in_transit',
  'out_for_delivery',
  'available_for_pickup',
  'failure',
];

/** Details that outweigh the status of a parcel that is on its way. */
const decisive: { readonly [D in EasypostDetail]?: Meaning } = {
  damaged: { status: 'damaged', code: 'damaged' },
  lost: { status: 'lost', code: 'lost' },
  return: { status: 'returned_to_sender', code: 'return' },
};

const details: Record<string, Meaning> = {};
for (const status of easypostStatuses) {
  for (const code of notable) details[`${status}/${code}`] = { ...statuses[status], code };
}
for (const status of onItsWay) {
  for (const [detail, meaning] of Object.entries(decisive)) details[`${status}/${detail}`] = meaning;
}
details['failure/cancelled'] = { status: 'cancelled', code: 'cancelled' };
details['failure/failure'] = { status: 'delivery_failed', code: 'failure' };

/**
 * The words of EasyPost's trackers: ten statuses, refined by 28 details.
 * The lists stand at https://docs.easypost.com/docs/trackers, under `status` and `status_detail` of the tracker object
 * (as of November 2026).
 */
export const easypost: Vocabulary = { name: 'easypost', statuses, details };
