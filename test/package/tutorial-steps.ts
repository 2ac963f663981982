/** What a reader of the tutorial does: makes a file, or runs a command. */
export type Step =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'command'; readonly line: string; readonly output: string };

/**
 * The steps of a page, in its order: `js` blocks that begin with their file's name as a comment, and the commands of
 * `console` blocks, each with what it prints.
 */
export function stepsOf(page: string): readonly Step[] {
  return [...page.matchAll(/^```(\S*)\n([\s\S]*?)^```$/gm)].flatMap(([, language, text = '']) => {
    if (language === 'console') return commandsOf(text);
    const name = /^\/\/ (\S+\.mjs)\n/.exec(text)?.[1];
    if (name === undefined) throw new Error(`this block is neither a file nor a session:\n${text}`);
    return [{ kind: 'file', name, text } as const];
  });
}

function commandsOf(session: string): readonly Step[] {
  return session
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { kind: 'command', line: part.slice(0, end), output: part.slice(end + 1) };
    });
}
