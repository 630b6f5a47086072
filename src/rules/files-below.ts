import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Paths of the files below a folder whose names end in a text, in the order of their paths.
 * @param path the folder; it is part of each path.
 */
export function filesBelow(path: string, ending: string): readonly string[] {
  return filesIn(path, ending).sort();
}

// The recursive listing of Node asks for each file whether it is a folder, which takes longer than all of this.
function filesIn(folder: string, ending: string): string[] {
  // What stands before each name in a joined path.
  const before = join(folder, 'name').slice(0, -'name'.length);
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return filesIn(before + entry.name, ending);
    return entry.name.endsWith(ending) ? [before + entry.name] : [];
  });
}
