export function nodeIsTooOld(version?: string): string | undefined;
export function installIsStale(repository?: string): boolean;
export function install(): boolean;
