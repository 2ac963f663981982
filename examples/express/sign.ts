/** Prints the header that signs a body as the payment provider does: `npx tsx examples/express/sign.ts "$BODY"`. */
import { signatureHeader, signatureOf } from '../http/payment-signature.ts';

const [, , body = ''] = process.argv;
const secret = process.env.WEBHOOK_SECRET ?? '';
console.log(`${signatureHeader}: ${signatureOf(body, secret, Math.floor(Date.now() / 1_000))}`);
