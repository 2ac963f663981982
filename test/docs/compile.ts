import { join } from 'node:path';
import ts from 'typescript';
import { type Block, root } from './blocks.ts';

/** Compiles every block as a module of its own, against the sources; says what is wrong with each, by the lines of its file. */
export function mistakesIn(blocks: readonly Block[]): ReadonlyMap<Block, readonly string[]> {
  const options = compilerOptions();
  const virtual = new Map(blocks.map((block, index) => [join(root, `test/docs/block-${index}.ts`), block]));
  const disk = ts.createCompilerHost(options);
  const textOf = (name: string) => {
    const block = virtual.get(name);
    // A module, whatever it imports: its names are its own, and it may await.
    return block === undefined ? undefined : `${block.code}\nexport {};\n`;
  };
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => virtual.has(name) || disk.fileExists(name),
    readFile: (name) => textOf(name) ?? disk.readFile(name),
    getSourceFile(name, languageVersion, ...rest) {
      const text = textOf(name);
      if (text === undefined) return disk.getSourceFile(name, languageVersion, ...rest);
      return ts.createSourceFile(name, text, languageVersion);
    },
  };
  const program = ts.createProgram([...virtual.keys(), join(root, 'test/docs/given.d.ts')], options, host);
  return new Map(
    [...virtual].map(([name, block]) => {
      const source = program.getSourceFile(name);
      if (source === undefined) throw new Error(`${name} was not compiled.`);
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return [block, found.map((diagnostic) => told(block, source, diagnostic))];
    }),
  );
}

function told({ file, line }: Block, source: ts.SourceFile, { start, messageText }: ts.Diagnostic): string {
  const below = ts.getLineAndCharacterOfPosition(source, start ?? 0).line;
  return `${file}:${line + below}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
}

/** The repository's own, so that `statecart` is what stands in `src`. */
function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (name) => ts.sys.readFile(name));
  return ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root).options;
}
