import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PaymentSums, Provocation } from 'statecart/testing';

/** How long its lookup is blind, in milliseconds. */
const blindMs = 40;

interface Reply {
  readonly status: number;
  readonly body: object;
}

/** What it is asked: all of it where a hold is asked for. */
interface Body {
  readonly reference: string;
  readonly currency: string;
  readonly amount: number;
  readonly final?: boolean;
}

interface Hold {
  readonly id: string;
  readonly reference: string;
  readonly currency: string;
  readonly amount: number;
  captured: number;
  released: number;
  refunded: number;
}

/** A payment provider in this process, reached over HTTP: what the page's adapter is written for. */
export interface PayCoSandbox {
  readonly url: string;
  /** The sums of a payment, in minor units. */
  sums(reference: string): PaymentSums;
  /** Misbehaves at the next call of a method of the payment port. */
  provoke(provocation: Provocation, method: string): void;
  close(): Promise<void>;
}

const actions: Record<string, RegExp> = {
  authorize: /^\/holds$/,
  capture: /^\/holds\/[^/]+\/captures$/,
  void: /^\/holds\/[^/]+\/release$/,
  refund: /^\/captures\/[^/]+\/refunds$/,
};

/** It counts krónur and dinars in hundredths. */
function minorUnits(amount: number, currency: string): number {
  if (currency === 'ISK') return amount / 100;
  return currency === 'KWD' ? amount * 10 : amount;
}

/** Opens it, with empty books. */
export async function openPayCo(): Promise<PayCoSandbox> {
  const holds = new Map<string, Hold>();
  const captures = new Map<string, { readonly hold: Hold; readonly amount: number; refunded: number }>();
  const calls = new Map<string, { readonly print: string; readonly reply: Reply; readonly at: number }>();
  const moods: { readonly provocation: Provocation; readonly path: RegExp }[] = [];
  let n = 0;
  const newId = (kind: string) => `${kind}_${(n += 1)}`;
  const refusal = (code: string, currency = 'EUR'): Reply => ({
    status: 402,
    body: { kind: 'refusal', id: newId('no'), currency, amount: 0, code, message: `refused: ${code}` },
  });

  const perform = (path: string, body: Body): Reply => {
    const { amount } = body;
    const [, , id = ''] = path.split('/').map(decodeURIComponent);
    if (actions.authorize?.test(path)) {
      const { reference, currency } = body;
      const hold: Hold = {
        id: newId('hold'),
        reference,
        currency,
        amount,
        captured: 0,
        released: 0,
        refunded: 0,
      };
      holds.set(hold.id, hold);
      return {
        status: 200,
        body: { kind: 'hold', id: hold.id, currency, amount, expires_at: 2_000_000_000 },
      };
    }
    if (actions.refund?.test(path)) {
      const capture = captures.get(id);
      if (capture === undefined) return refusal('capture_not_found');
      const { currency } = capture.hold;
      if (amount > capture.amount - capture.refunded) return refusal('too_much', currency);
      capture.refunded += amount;
      capture.hold.refunded += amount;
      return { status: 200, body: { kind: 'refund', id: newId('refund'), currency, amount } };
    }
    const hold = holds.get(id);
    if (hold === undefined) return refusal('hold_not_found');
    const { currency } = hold;
    const left = hold.amount - hold.captured - hold.released;
    if (actions.void?.test(path)) {
      if (hold.captured === hold.amount) return refusal('already_captured', currency);
      hold.released += left;
      return { status: 200, body: { kind: 'release', id: newId('release'), currency, amount: left } };
    }
    if (amount > left) return refusal('too_much', currency);
    hold.captured += amount;
    if (body.final === true) hold.released += left - amount;
    const capture = newId('capture');
    captures.set(capture, { hold, amount, refunded: 0 });
    return { status: 200, body: { kind: 'capture', id: capture, currency, amount } };
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const send = ({ status, body }: Reply) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method === 'GET') {
      const known = calls.get(decodeURIComponent(path.slice('/operations/'.length)));
      const isSeen = known !== undefined && performance.now() - known.at >= blindMs;
      return send(isSeen ? { status: 200, body: known.reply.body } : { status: 404, body: {} });
    }
    const index = moods.findIndex((mood) => mood.path.test(path));
    const mood = index < 0 ? undefined : moods.splice(index, 1)[0]?.provocation;
    if (mood === 'failBefore') return send({ status: 503, body: {} });
    if (mood === 'hang') return;
    const key = String(request.headers['idempotency-key']);
    const print = `${path} ${text}`;
    const known = calls.get(key);
    if (known !== undefined && known.print !== print) return send({ status: 422, body: {} });
    const body = JSON.parse(text) as Body;
    const reply = known?.reply ?? (mood === 'decline' ? refusal('do_not_honour') : perform(path, body));
    if (known === undefined) calls.set(key, { print, reply, at: performance.now() });
    if (mood === 'loseAnswer') return void response.destroy();
    if (mood === 'garble') return void response.writeHead(200).end('<html>504 Gateway Timeout</html>');
    send(reply);
  };

  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sums(reference) {
      const of = [...holds.values()].filter((hold) => hold.reference === reference);
      const sum = (field: 'amount' | 'captured' | 'released' | 'refunded') =>
        of.reduce((all, hold) => all + minorUnits(hold[field], hold.currency), 0);
      return {
        authorizedMinor: sum('amount'),
        capturedMinor: sum('captured'),
        voidedMinor: sum('released'),
        refundedMinor: sum('refunded'),
      };
    },
    provoke: (provocation, method) => void moods.push({ provocation, path: actions[method] as RegExp }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
