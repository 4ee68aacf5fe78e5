/** A folder may be empty, or everything in it ignored: either way the user asked for something else. */
export const NO_FILE =
  'No file was found that could go into a prompt. Check the paths, --include, --exclude and .gitignore.';
