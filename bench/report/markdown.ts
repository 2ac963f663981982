import { type Figure, number, type Section } from './figure.ts';
import type { MachineData } from './machine-data.ts';

/** The page of the reference: the figures, and how to read them. */
export function markdown(sections: readonly Section[], machine: MachineData): string {
  return `${[
    '# Performance',
    'Measured with `npm run bench -- --write`; nothing here is written by hand. Each figure stands beside its ceiling: what the same machine gave in the same run when asked for the least that has to be done.',
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB, load ${number(machine.loadBefore)} before and ${number(machine.loadAfter)} after; Node.js ${machine.node}; ${machine.postgres}; ${machine.date}.`,
    'Absolute figures tell of that machine at that hour. What carries over is the share of the ceiling; a load above the number of cores means that others were at work, and took their part from both.',
    ...sections.map(section),
  ].join('\n\n')}\n`;
}

function section({ title, figures, remarks }: Section): string {
  return [
    `## ${title}`,
    [
      '| what | measured | ceiling | share |',
      '| --- | ---: | ---: | ---: |',
      ...figures.map((figure) => `| ${cells(figure).join(' | ')} |`),
    ].join('\n'),
    ...remarks,
  ].join('\n\n');
}

/** What a figure has to say, column by column. */
export function cells({ name, value, unit, ceiling, note }: Figure): readonly string[] {
  return [
    note === undefined ? name : `${name} (${note})`,
    `${number(value)} ${unit}`,
    ceiling === undefined ? '' : `${number(ceiling.value)} ${unit}, ${ceiling.name}`,
    ceiling === undefined ? '' : `${number((100 * value) / ceiling.value)} %`,
  ];
}
