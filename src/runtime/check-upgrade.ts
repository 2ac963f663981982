import { OrderError } from '../errors/index.ts';
import { type ComposedOrder, knownVersions, type OrderTypes } from '../machine/index.ts';
import type { CensusRow, OrderStore } from '../ports/index.ts';

/** Something in the store that the new code does not know. */
export interface Stranded extends CensusRow {
  /** Whether the old code knows it: this deploy would strand it. `false`: it was stranded before. */
  readonly byThisDeploy: boolean;
  /** What happens to it under the new code, and what to do. */
  readonly fix: string;
}

/** What a deploy would strand. */
export interface UpgradeCheck {
  /** Nothing is stranded. */
  readonly ok: boolean;
  readonly stranded: readonly Stranded[];
  /** All of it in words, a line each. */
  readonly report: string;
}

type Names = Readonly<Record<CensusRow['kind'], ReadonlySet<string>>>;

/**
 * Looks, before a deploy, for what it would strand: orders in states or of machine versions that the new code does not know,
 * and deadlines, pending commands and waiting messages that nobody would take. The store is asked once, and reads every
 * order; nothing is changed. What is written after it was asked is not in the answer.
 *
 * @throws OrderError `NOT_ALLOWED` if the store can't count (`census`), `STORE_UNAVAILABLE`.
 *
 * @example
 * import { baseOrder, checkUpgrade, extendOrder } from 'statecart';
 *
 * const deployed = extendOrder(baseOrder, { name: 'gift' });
 * const next = extendOrder(baseOrder, { name: 'gift' });
 * const { ok, report } = await checkUpgrade(deployed, next, store);
 * if (!ok) throw new Error(report);
 */
export async function checkUpgrade<Old extends OrderTypes, New extends OrderTypes, Transaction>(
  oldOrder: ComposedOrder<Old>,
  newOrder: ComposedOrder<New>,
  store: Pick<OrderStore<Transaction>, 'census'>,
): Promise<UpgradeCheck> {
  if (store.census === undefined)
    throw new OrderError(
      'NOT_ALLOWED',
      "this store can't count what there is. Use a store with `census`, such as Postgres.",
      { retry: 'afterFix' },
    );
  const [before, after] = [namesOf(oldOrder as never), namesOf(newOrder as never)];
  const stranded = (await store.census())
    .filter(({ kind, name }) => !after[kind].has(name))
    .map((row): Stranded => ({ ...row, byThisDeploy: before[row.kind].has(row.name), fix: fixOf(row) }))
    .toSorted(
      (a, b) =>
        kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || b.count - a.count || (a.name < b.name ? -1 : 1),
    );
  return { ok: stranded.length === 0, stranded, report: reportOf(stranded) };
}

const kinds: readonly CensusRow['kind'][] = ['machineVersion', 'state', 'deadline', 'command', 'message'];

function namesOf(of: ComposedOrder): Names {
  return {
    machineVersion: new Set(knownVersions.map(String)),
    state: new Set(
      Object.entries(of.axisStates).flatMap(([axis, states]) => states.map((state) => `${axis}.${state}`)),
    ),
    deadline: new Set(of.deadlineNames),
    command: new Set(of.commandTypes),
    message: new Set(of.factTypes),
  };
}

const nouns: Readonly<Record<CensusRow['kind'], readonly [one: string, many: string]>> = {
  machineVersion: ['order of machine version', 'orders of machine version'],
  state: ['order in', 'orders in'],
  deadline: ['deadline', 'deadlines'],
  command: ['pending command', 'pending commands'],
  message: ['waiting message', 'waiting messages'],
};

function fixOf({ kind, name }: CensusRow): string {
  switch (kind) {
    case 'machineVersion':
      return Number(name) > Math.max(...knownVersions)
        ? 'They were written by newer code: no worker of the new code would claim them. Deploy a version that knows them.'
        : 'No worker of the new code would claim them. Deploy a version that upgrades them first, and let each order take an event.';
    case 'state':
      return `Every event of them would be refused. Keep \`${name}\` in an extension, with \`when: () => false\` if it is to go: an order leaves it with its next event. Take it out when none is left.`;
    case 'deadline':
      return 'Nobody would take them when they are reached. Keep the deadline in an extension, with `due: () => null` if it is to go: it leaves an order with its next event.';
    case 'command':
      return 'Nobody would perform them: they would become dead letters. Let the old code work them off before the deploy, or keep the command in the extension.';
    case 'message':
      return 'Nobody would take them: they would become dead letters. Let the old code apply them before the deploy, or keep the event in the extension.';
  }
}

function reportOf(stranded: readonly Stranded[]): string {
  if (stranded.length === 0) return 'Nothing would be stranded.';
  return stranded
    .map(({ kind, name, count, byThisDeploy, fix }) => {
      const what = nouns[kind][count === 1 ? 0 : 1];
      return `${count} ${what} \`${name}\`${byThisDeploy ? '' : ', unknown to the old code, too'}. ${fix}`;
    })
    .join('\n');
}
