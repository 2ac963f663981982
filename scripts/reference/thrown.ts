import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const sources = fileURLToPath(new URL('../../src/', import.meta.url));

/** One place in `src` that makes an `OrderError`. */
export interface Thrown {
  /** `src/runtime/load.ts:15`. */
  readonly place: string;
  /** More than one where a condition chooses. */
  readonly codes: readonly string[];
  readonly retry: string;
  /** The names of what it carries in `details`. */
  readonly details: readonly string[];
  readonly hasProblems: boolean;
}

/** Every `new OrderError(…)` in the sources, read by the compiler. What it can't read is an error, not a gap. */
export function allThrown(): readonly Thrown[] {
  const names = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return names
    .toSorted()
    .flatMap((name) => thrownIn(`src/${name}`, ts.sys.readFile(join(sources, name)) ?? ''));
}

function thrownIn(file: string, text: string): readonly Thrown[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Thrown[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'OrderError')
      found.push(readThrown(source, node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function readThrown(source: ts.SourceFile, made: ts.NewExpression): Thrown {
  const { line } = source.getLineAndCharacterOfPosition(made.getStart());
  const place = `${source.fileName}:${line + 1}`;
  const [code, , options] = made.arguments ?? [];
  if (code === undefined) throw new Error(`${place}: an OrderError without a code.`);
  const given = options === undefined ? null : objectAt(source, options, place);
  const retry = given === null ? null : fieldOf(given, 'retry');
  const details = given === null ? null : fieldOf(given, 'details');
  return {
    place,
    codes: literalsOf(code, place),
    retry: retry === null ? 'never' : (literalsOf(retry, place)[0] as string),
    details: details === null ? [] : namesOf(objectAt(source, details, place)),
    hasProblems: given !== null && fieldOf(given, 'problems') !== null,
  };
}

function literalsOf(node: ts.Expression, place: string): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node))
    return [...literalsOf(node.whenTrue, place), ...literalsOf(node.whenFalse, place)];
  throw new Error(`${place}: \`${node.getText()}\` is no literal, so nobody can say what it is.`);
}

/** An object literal, or the one that a constant of the file holds. */
function objectAt(source: ts.SourceFile, node: ts.Expression, place: string): ts.ObjectLiteralExpression {
  if (ts.isObjectLiteralExpression(node)) return node;
  const held = ts.isIdentifier(node) ? constantOf(source, node.text) : undefined;
  if (held !== undefined && ts.isObjectLiteralExpression(held)) return held;
  throw new Error(`${place}: \`${node.getText()}\` is no object that can be read here.`);
}

function constantOf(source: ts.SourceFile, name: string): ts.Expression | undefined {
  let held: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name) held = node.initializer;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return held;
}

function fieldOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | null {
  for (const property of object.properties) {
    if (property.name?.getText() !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return null;
}

function namesOf(object: ts.ObjectLiteralExpression): readonly string[] {
  return object.properties.map((property) => property.name?.getText() ?? property.getText());
}
