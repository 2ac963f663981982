/**
 * The layers of src/, from the inside out:
 *
 *   errors    imports nothing
 *   machine   errors                      xstate, zod
 *   ports     machine, errors             zod
 *   runtime   machine, ports, errors      zod, eventemitter3
 *   adapters  machine, ports, errors      any package; never the runtime, never another adapter
 *   diagram   machine, ports, errors      xstate
 *   testing   everything, but of the adapters only memory
 *   index.ts  everything
 */
const packages = (...names) => names.map((name) => `(^|/)node_modules/${name}/`);

/** What `from` may import; anything else in src or in node_modules is a violation. */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle, be it of types alone, makes two files one.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that resolves to nothing escapes every other rule here.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared-packages',
      severity: 'error',
      comment: 'What ships may import only dependencies and peers: users do not install devDependencies.',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm', 'npm-peer', 'type-only'],
      },
    },
    {
      name: 'src-stands-alone',
      severity: 'error',
      comment: 'What ships imports nothing from the rest of the repository.',
      from: { path: '^src/' },
      to: { path: '^(test|examples|scripts|bench|docs)/' },
    },
    only('errors-imports-nothing', '^src/errors/', ['^src/errors/'], 'Every layer uses the errors.'),
    only(
      'machine-imports',
      '^src/machine/',
      ['^src/machine/', '^src/errors/', ...packages('xstate', 'zod')],
      'The machine is pure: XState, zod and the errors, no platform, no port.',
    ),
    only(
      'ports-imports',
      '^src/ports/',
      ['^src/ports/', '^src/machine/', '^src/errors/', ...packages('zod')],
      'A port speaks of the machine and of nothing that implements it.',
    ),
    only(
      'runtime-imports',
      '^src/runtime/',
      ['^src/runtime/', '^src/(machine|ports|errors)/', ...packages('zod', 'eventemitter3')],
      'The runtime knows its surroundings only through ports; XState stays behind the machine.',
    ),
    only(
      'diagram-imports',
      '^src/diagram/',
      ['^src/diagram/', '^src/(machine|ports|errors)/', ...packages('xstate')],
      'Diagrams are read from the machine; who draws (Graphviz) is handed in by the caller, what is drawn of a database is not ours.',
    ),
    {
      name: 'adapters-imports',
      severity: 'error',
      comment: 'An adapter implements ports; the runtime takes it in, it never reaches back.',
      from: { path: '^src/adapters/' },
      to: { path: '^src/', pathNot: '^src/(adapters|ports|machine|errors)/' },
    },
    {
      name: 'adapters-apart',
      severity: 'error',
      comment:
        'No adapter imports another, memory aside. One exception: pglite may import postgres, because the ' +
        'embedded database is the same SQL store with another connection, and a second copy of the SQL would drift.',
      from: { path: '^src/adapters/([^/]+)/', pathNot: '^src/adapters/pglite/' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/($1|memory)/' },
    },
    {
      name: 'pglite-adapter-imports',
      severity: 'error',
      comment: 'The exception of adapters-apart, and no more than it.',
      from: { path: '^src/adapters/pglite/' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/(pglite|postgres|memory)/' },
    },
    {
      name: 'testing-imports',
      severity: 'error',
      comment: 'Users test without a database: of the adapters, testing builds on memory alone.',
      from: { path: '^src/testing/' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/memory/' },
    },
    {
      name: 'no-platform',
      severity: 'error',
      comment: 'Clock, ids, chance, files and sockets come in through ports.',
      from: { path: '^src/(machine|runtime|diagram)/' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Imports of types count: a layer that knows another's types depends on it.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
    },
  },
};
