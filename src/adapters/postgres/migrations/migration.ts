/** One step between two versions of the schema. `schema` comes quoted. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly up: (schema: string) => readonly string[];
  readonly down: (schema: string) => readonly string[];
}
