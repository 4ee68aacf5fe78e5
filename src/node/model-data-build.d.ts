/** Writes the compact model data; called by the build and by tests. */
export function buildModelData(outFile: string): { readonly models: number; readonly bytes: number };
