import type { PGlite } from '@electric-sql/pglite';
import { axisDiagram, type Diagram, rulesDiagram, statusDiagram, toMermaid } from 'statecart/diagram';
import { axisNames } from 'statecart/machine';
import { flowDiagram } from './flow.ts';
import { readSchema } from './schema.ts';
import { schemaDiagram } from './schema-diagram.ts';
import { schemaMermaid } from './schema-mermaid.ts';
import { walkKeptPaths } from './walked.ts';

/** A picture of the documentation. */
export interface Picture {
  /** The name of its file, without the ending. */
  readonly name: string;
  readonly heading: string;
  /** What it shows, in a sentence or two. */
  readonly about: string;
  readonly diagram: Diagram;
  readonly mermaid: string;
}

/** Every picture of the documentation, in the order of the page. The tables are those of a database that was migrated. */
export async function allPictures(pglite: PGlite): Promise<readonly Picture[]> {
  const { orders, commands } = walkKeptPaths();
  const tables = await readSchema(pglite, 'statecart');
  const drawn = (name: string, heading: string, about: string, diagram: Diagram): Picture => ({
    name,
    heading,
    about,
    diagram,
    mermaid: toMermaid(diagram),
  });
  return [
    drawn(
      'statuses',
      'Statuses',
      'The nine statuses, and what leads from one to the next. The status only goes forward; one event may cross several arrows.',
      statusDiagram(),
    ),
    drawn(
      'statuses-and-requests',
      'Statuses, with what may be asked in each',
      'The same with the names that the conditions have in the code, and in each status the requests that the rules of `admit` allowed for at least one of the orders that the paths of the [state table](state-table.md) lead to. A request that is missing was refused for every order in that status.',
      statusDiagram({ orders, labels: 'names' }),
    ),
    drawn(
      'rules',
      'Requests and rules',
      'Every request, the rules that stand between it and the axis that takes it, and the statuses in which they allowed it.',
      rulesDiagram({ orders }),
    ),
    ...axisNames
      .filter((axis) => axis !== 'status')
      .map((axis) => drawn(`axis-${axis}`, `The axis ${axis}`, '', axisDiagram(axis))),
    drawn(
      'event-flow',
      'The way of an event',
      'What comes in, who decides, and what goes out: every request, fact, deadline, command and published event there is, and the method of the port that performs each command.',
      await flowDiagram(commands),
    ),
    {
      ...drawn(
        'schema',
        'The database',
        'The tables as the migrations make them, read from the catalog of a database that was just migrated.',
        schemaDiagram(tables),
      ),
      mermaid: schemaMermaid(tables),
    },
  ];
}
