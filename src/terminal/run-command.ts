/** Waits for a command; its exit code becomes the program's. */
export type RunCommand = (command: Promise<number>) => Promise<void>;
