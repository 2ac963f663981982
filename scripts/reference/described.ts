import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the docstring of a field says. */
export interface Described {
  readonly text: string;
  /** What `@defaultValue` says; `null`: the field has to be there. */
  readonly defaultValue: string | null;
}

/** The docstrings of the fields of an interface, or of the schema that a constant holds, by the fields' names. */
export function fieldsOf(file: string, name: string): ReadonlyMap<string, Described> {
  const text = ts.sys.readFile(join(root, file)) ?? '';
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const members = source.statements.flatMap((statement) => membersOf(statement, name));
  if (members.length === 0) throw new Error(`${file} has no fields of ${name}.`);
  return new Map(members.map((member) => [member.name?.getText() ?? '', described(member)]));
}

function membersOf(
  statement: ts.Statement,
  name: string,
): readonly (ts.TypeElement | ts.ObjectLiteralElementLike)[] {
  if (ts.isInterfaceDeclaration(statement) && statement.name.text === name) return [...statement.members];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((declaration) => {
    const made = declaration.initializer;
    if (declaration.name.getText() !== name || made === undefined || !ts.isCallExpression(made)) return [];
    const [shape] = made.arguments;
    return shape !== undefined && ts.isObjectLiteralExpression(shape) ? [...shape.properties] : [];
  });
}

function described(member: ts.Node): Described {
  const [comment] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
  const tags = comment?.tags ?? [];
  const value = tags.find((tag) => tag.tagName.text === 'defaultValue');
  return {
    text: plain(comment?.comment),
    defaultValue: value === undefined ? null : plain(value.comment),
  };
}

function plain(comment: Parameters<typeof ts.getTextOfJSDocComment>[0]): string {
  return (ts.getTextOfJSDocComment(comment) ?? '').replaceAll(/\s+/g, ' ').trim();
}
