/**
 * What a world has to see for its verdict to mean anything. A run over many seeds that never came to one of them counts
 * as failed: it has not tested what it says.
 */
export const marks = [
  'a worker died between two of its calls',
  'a worker died with a call of a port on its way',
  'a worker died after a commit that it has not heard of',
  'a worker died before a commit that it was about to send',
  'another worker took over what a dead one had claimed',
  'all workers were replaced, one by one',
  'a clock was set wrong',
  'the answer of a call was lost',
  'the answer of a commit was lost',
  'a call was not made, and that was said',
  'a call was not made, and nothing was said',
  'a call had its effect after its caller had given up',
  'a call arrived twice',
  'a party was cut off',
  'a fact came twice',
  'a fact was overtaken by a later one',
  '`find` did not see what had happened',
  '`find` told what had become of a lost call',
  'a request was repeated under its id',
  'a creation was repeated under its key',
  'a request was refused',
  'somebody else was faster',
  'a lease was lost',
  'a warehouse had less than was asked for',
  'a command became a dead letter',
  'a dead letter was tried again',
  'an order was cancelled with goods on their way',
  'money was given back',
] as const;

/** Something that a world has seen. */
export type Mark = (typeof marks)[number];

/** The marks that none of these runs came to. */
export function missingMarks(seen: Iterable<ReadonlySet<Mark>>): readonly Mark[] {
  const all = new Set([...seen].flatMap((one) => [...one]));
  return marks.filter((mark) => !all.has(mark));
}
