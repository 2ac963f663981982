import { createHmac, timingSafeEqual } from 'node:crypto';
import { HttpProblem } from './problem.ts';

/** The header that a payment webhook is signed in: `t=<seconds since the epoch>,v1=<HMAC-SHA256, hexadecimal>`. */
export const signatureHeader = 'payment-signature';

/** How far the time of a signature may be from ours: what is older may be a recording. */
const toleranceSeconds = 300;

/** The signature of a body at a moment. It covers the time, so that nobody can give an old body a new one. */
export function signatureOf(body: Buffer | string, secret: string, seconds: number): string {
  const code = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex');
  return `t=${seconds},v1=${code}`;
}

/** Checks who sent a body, byte for byte as it came. @throws HttpProblem 401, which does not say what was wrong. */
export function checkSignature(body: Buffer, header: string | undefined, secret: string, now: number): void {
  const seconds = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(header ?? '')?.[1]);
  const expected = Buffer.from(signatureOf(body, secret, seconds));
  const given = Buffer.from(header ?? '');
  const isGenuine = given.length === expected.length && timingSafeEqual(given, expected);
  const isRecent = Math.abs(now / 1_000 - seconds) <= toleranceSeconds;
  if (isGenuine && isRecent) return;
  throw new HttpProblem(401, 'SIGNATURE_INVALID', 'The signature does not fit the body, or is too old.');
}
