/** The parts of an OpenAPI document that two services' descriptions are merged by. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers?: readonly unknown[];
  readonly tags?: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly security?: readonly unknown[];
}

/** `first` with what only `second` has: paths by method, components by name, tags by name. */
export function mergeDocuments(first: ApiDocument, second: ApiDocument): ApiDocument {
  const known = new Set(first.tags?.map(({ name }) => name));
  return {
    ...first,
    tags: [...(first.tags ?? []), ...(second.tags ?? []).filter(({ name }) => !known.has(name))],
    paths: mergeByName(second.paths, first.paths),
    components: mergeByName(second.components ?? {}, first.components ?? {}),
  };
}

type ByName = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function mergeByName(under: ByName, over: ByName): ByName {
  const merged: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const name of [...Object.keys(over), ...Object.keys(under)]) {
    merged[name] ??= { ...under[name], ...over[name] };
  }
  return merged;
}
