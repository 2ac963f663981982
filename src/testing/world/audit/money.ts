import type { MemoryWorld, ProviderAccount, ProviderTransaction } from '../../../adapters/memory/index.ts';
import type { Order, Payment, Transaction } from '../../../machine/index.ts';

/**
 * The provider's book beside the order's ledger: every transaction that we asked for is one entry, under its key, with its
 * amount; sums agree by payment, and nothing was done twice under a key.
 */
export function moneyProblems(order: Order, { payments }: Pick<MemoryWorld, 'payments'>): readonly string[] {
  const book = payments.book();
  const theirs = Object.values(book.transactions).filter(({ orderId }) => orderId === order.id);
  const accounts = Object.values(book.accounts).filter(({ orderId }) => orderId === order.id);
  return [
    ...accounts.flatMap(sumsInOrder),
    ...theirs.flatMap((row) => unknownTransaction(order, row)),
    ...twice(theirs),
    ...order.payments.flatMap((payment) => accountProblems(payment, accounts, theirs)),
    ...strangers(order, accounts),
  ];
}

/** What must hold at the provider at any moment: no more refunded than captured, no more captured than authorized. */
export function sumsInOrder(row: ProviderAccount): readonly string[] {
  const { account, authorizedMinor, capturedMinor, voidedMinor, refundedMinor } = row;
  const fits = refundedMinor <= capturedMinor && capturedMinor + voidedMinor <= authorizedMinor;
  const sums = `authorized ${authorizedMinor}, captured ${capturedMinor}, voided ${voidedMinor}, refunded ${refundedMinor}`;
  return fits ? [] : [`the provider's account ${account} has ${sums}`];
}

const succeeded = ({ state }: Transaction) => state === 'succeeded';

/** A transaction that the provider made for us, and that the ledger does not have under its key. */
function unknownTransaction(
  order: Order,
  { key, kind, amountMinor }: ProviderTransaction,
): readonly string[] {
  if (key === null) return [];
  const entries = order.payments.flatMap(({ transactions }) => transactions);
  const known = entries.some((entry) => entry.id === key && succeeded(entry));
  // A sale is an authorization and a capture under one key: the ledger numbers the second one itself.
  if (known) return [];
  return [`the provider has one ${kind} of ${amountMinor} under ${key}, the ledger has not`];
}

function twice(rows: readonly ProviderTransaction[]): readonly string[] {
  const seen = new Set<string>();
  return rows.flatMap(({ key, kind }) => {
    if (key === null) return [];
    const name = `${kind} under ${key}`;
    if (seen.has(name)) return [`the provider has made the ${name} twice`];
    seen.add(name);
    return [];
  });
}

/** The account of a payment: ours by its id, one that began at the provider by a reference that the ledger knows. */
function accountOf(
  payment: Payment,
  accounts: readonly ProviderAccount[],
  rows: readonly ProviderTransaction[],
) {
  const references = new Set(payment.transactions.map(({ reference }) => reference));
  return accounts.find(
    ({ account }) =>
      account === payment.id ||
      references.has(account) ||
      rows.some((row) => row.account === account && row.key === null && references.has(row.reference)),
  );
}

function accountProblems(
  payment: Payment,
  accounts: readonly ProviderAccount[],
  rows: readonly ProviderTransaction[],
): readonly string[] {
  const account = accountOf(payment, accounts, rows);
  const sumOf = (kind: Transaction['kind']) =>
    payment.transactions
      .filter((entry) => entry.kind === kind && succeeded(entry))
      .reduce((total, entry) => total + entry.amountMinor, 0);
  const theirs = { capture: account?.capturedMinor ?? 0, refund: account?.refundedMinor ?? 0 };
  return (['capture', 'refund'] as const)
    .filter((kind) => sumOf(kind) !== theirs[kind])
    .map((kind) => `${payment.id}: the ledger has a ${kind} of ${sumOf(kind)}, the provider ${theirs[kind]}`);
}

/** Accounts that no payment of the order belongs to. */
function strangers(order: Order, accounts: readonly ProviderAccount[]): readonly string[] {
  const references = new Set(
    order.payments.flatMap(({ id, transactions }) => [id, ...transactions.map(({ reference }) => reference)]),
  );
  return accounts
    .filter(({ account, authorizedMinor }) => authorizedMinor > 0 && !references.has(account))
    .map(({ account }) => `the provider has an account ${account} that the order does not know`);
}

/**
 * What the provider still holds of an order that is over. An authorization whose capture has failed, or that has run out, is
 * spent to the order: it is not let go, it ends at the provider by itself.
 */
export function heldMoney(order: Order, { payments }: Pick<MemoryWorld, 'payments'>, now: number): number {
  const rows = Object.values(payments.book().transactions).filter(({ orderId }) => orderId === order.id);
  const spent = new Set(
    order.payments.flatMap(({ transactions }) =>
      transactions.filter(({ expired }) => expired).flatMap(({ id, reference }) => [id, reference]),
    ),
  );
  return rows
    .filter(({ key, reference }) => !spent.has(key) && !spent.has(reference))
    .filter(({ kind, expiresAt }) => kind === 'authorization' && (expiresAt === null || expiresAt > now))
    .reduce((total, row) => total + row.amountMinor - row.capturedMinor - row.voidedMinor, 0);
}

/** What the provider has taken of an order, and neither it nor a bank has given back. */
export function keptMoney(order: Order, { payments }: Pick<MemoryWorld, 'payments'>): number {
  return Object.values(payments.book().accounts)
    .filter(({ orderId }) => orderId === order.id)
    .reduce((total, row) => total + row.capturedMinor - row.refundedMinor - row.chargedBackMinor, 0);
}
